/** Every table of access that is read through the object mapper. */
import { ServiceAccountRow } from './service-account/row.ts';
import { SessionRow } from './session/row.ts';
import { TenantRow } from './tenant/row.ts';
import { UserRow } from './user/row.ts';

/** The row classes, for opening the database. */
export const entities = [TenantRow, UserRow, SessionRow, ServiceAccountRow];
