/** What can happen to a tenant, the boundary that isolates and bills everything below it. */
import type { Event } from '@flotilla/kernel/event';

/** A tenant exists from here on. Its slug is unique among all tenants and never changes. */
export type TenantCreated = Event<
  'TenantCreated',
  { readonly tenantId: string; readonly name: string; readonly slug: string }
>;

/** Every event of a tenant. */
export type TenantEvent = TenantCreated;
