-- An append on behalf of several callers names each where it differs: an item may carry metadata of its own.
create or replace function log.record(p_tenant uuid, p_metadata jsonb, p_events jsonb)
returns table (shard smallint, head bigint)
language plpgsql as $$
#variable_conflict use_column
declare
  v_shard smallint;
  v_head bigint;
  v_count integer := jsonb_array_length(p_events);
begin
  select t.shard into v_shard from log.tenants t where t.tenant_id = p_tenant;
  if v_shard is null then
    insert into log.tenants (tenant_id, shard)
      values (p_tenant, (hashtextextended(p_tenant::text, 0) & 15)::smallint) on conflict do nothing;
    select t.shard into v_shard from log.tenants t where t.tenant_id = p_tenant;
  end if;
  update log.heads h set position = h.position + v_count where h.shard = v_shard returning h.position into v_head;
  insert into log.events
    (shard, position, event_id, tenant_id, stream, stream_version, type, version, data, metadata, recorded_at)
    select v_shard, v_head - v_count + e.ord, (e.item ->> 'id')::uuid, p_tenant, e.item ->> 'stream',
      (e.item ->> 'streamVersion')::integer, e.item ->> 'type', (e.item ->> 'version')::smallint,
      e.item -> 'data', coalesce(e.item -> 'metadata', p_metadata), now()
    from jsonb_array_elements(p_events) with ordinality as e (item, ord);
  return query select v_shard, v_head;
end $$;
