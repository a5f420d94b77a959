-- Whether a device takes new work is what it last did of these orders: read with every heartbeat, by the newest alone.
create index commands_cordoning on commands (tenant_id, device_id, delivered_at desc)
  where kind in ('CORDON', 'DRAIN', 'UNCORDON') and (stage = 'APPLIED' or late_report ->> 'outcome' = 'APPLIED');
