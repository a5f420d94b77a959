-- Indexes of items that only serve what they are for. With the tenant first, each of them looked as good as any other
-- for a lookup by device or key while statistics were young, and a batch of events read every item of its tenant.

drop index items_by_id;
drop index items_by_device;
drop index items_by_change;
create index items_by_id on items (id, tenant_id);
create index items_by_device on items (device_id, tenant_id);
create index items_by_change on items (tenant_id, changed) where occurrence > 0;
