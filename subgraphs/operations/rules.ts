/** Who may do what with attention: everybody of the tenant sees it, those who act on devices give verdicts. */
import { allow } from '@flotilla/kernel/authorize';

/** See what needs a person. */
export const mayRead = allow(['VIEWER'], 'fleet:read');

/** Acknowledge, snooze, assign, merge, dismiss, resolve. Tenant administrators hold both roles. */
export const mayDecide = allow(['OPERATOR', 'SECURITY_ANALYST'], 'fleet:write');
