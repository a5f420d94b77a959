-- The other side of find_memberships: where else a person who is signed in belongs. The person is known by one of their
-- users; what is bound to the same identity is theirs, and so is what waits for its first sign-in under the same address,
-- which the issuer had verified when their user was bound to it. Answers what may be entered now, and nothing else of it.
create function find_tenants_of(p_tenant uuid, p_user uuid)
returns table (tenant_id uuid, slug text, name text, roles text[])
language plpgsql as $$
#variable_conflict use_column
declare v_before text := current_setting('flotilla.tenant', true);
begin
  perform set_config('flotilla.tenant', '*', true);
  return query
    select t.tenant_id, t.slug, t.name, u.roles
    from users me
    join users u on (u.tenant_id, u.id) = (me.tenant_id, me.id)
      or (u.issuer = me.issuer and u.subject = me.subject)
      or (u.issuer is null and me.issuer is not null and u.email = me.email)
    join tenants t on t.tenant_id = u.tenant_id
    where me.tenant_id = p_tenant and me.id = p_user and u.status = 'ACTIVE'
    order by t.name, t.slug;
  perform set_config('flotilla.tenant', coalesce(v_before, ''), true);
end $$;
