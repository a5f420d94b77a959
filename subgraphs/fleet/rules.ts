/** Who may do what in the fleet: the four rules its operators' fields choose from. */
import { allow } from '@flotilla/kernel/authorize';

/** See devices, domains, locations and their history. */
export const mayRead = allow(['VIEWER'], 'fleet:read');

/** Enroll, approve, arrange. */
export const mayOperate = allow(['OPERATOR'], 'fleet:write');

/** End the trust in a device, also where one investigates but does not operate. */
export const mayEndTrust = allow(['OPERATOR', 'SECURITY_ANALYST'], 'fleet:write');

/** Decide what happens without a person, or in front of strangers. */
export const mayAdminister = allow(['TENANT_ADMIN'], 'fleet:write');
