/** Who may do what with rollouts. */
import { allow } from '@flotilla/kernel/authorize';

/** See rollouts, budgets and leases. */
export const mayRead = allow(['VIEWER'], 'fleet:read');

/** Plan, start, pause, take back; override what does not report, with a second person. */
export const mayOperate = allow(['OPERATOR'], 'fleet:write');

/** Say how many devices may be busy or away at once. */
export const mayAdminister = allow(['TENANT_ADMIN'], 'fleet:write');
