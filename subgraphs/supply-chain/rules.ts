/** Who may do what with artifacts and keys. Whoever registers an artifact need not be able to say whose word counts. */
import { allow } from '@flotilla/kernel/authorize';

/** See artifacts, keys and what is said about them. */
export const mayRead = allow(['VIEWER'], 'fleet:read');

/** Register, upload, attach, verify, promote, withdraw: pipelines as well as people. */
export const mayPublish = allow(['OPERATOR'], 'fleet:write');

/** Say whose signatures are believed. */
export const mayHoldKeys = allow(['TENANT_ADMIN'], 'access:write');

/** Believe a key no more: also where one investigates but holds no keys. */
export const mayRevokeKeys = allow(['TENANT_ADMIN', 'SECURITY_ANALYST'], 'access:write');

/** Say that a device, or the agent on it, is what it should be. */
export const mayVouch = allow(['OPERATOR', 'SECURITY_ANALYST'], 'fleet:write');
