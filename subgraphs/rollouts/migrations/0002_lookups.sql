-- Who must not be missing in its area is asked with every begin, and they are few among many.
create index devices_indispensable on devices (tenant_id)
  where labels @> '[{"key": "role", "value": "relay"}]' or labels @> '[{"key": "role", "value": "update-cache"}]'
    or labels @> '[{"key": "role", "value": "control"}]' or is_relay;

-- Who is not to be reached is few as a rule, and decides how many a wave can count on.
create index devices_unreachable on devices (tenant_id, id) where not is_reachable or trust <> 'TRUSTED';
