-- The few questions that are asked before a tenant is known: whose token is this, who is this person. Each function
-- widens the view to every tenant, answers for one secret, identity or id the caller brings, and narrows it again; the
-- callers' connections themselves never see more than one tenant. (A SET clause on the function would say the same in
-- one line, but only a superuser may write one for a setting PostgreSQL does not know.)

create index sessions_by_id on sessions (id);
create index users_by_id on users (id);

-- Sessions that nothing has ended yet, except perhaps idleness, which the reader judges by last_seen_at.
create view open_sessions with (security_invoker = true) as
  select s.tenant_id, s.id, s.user_id, s.token_hash, u.roles, s.expires_at,
    a.seen_at, coalesce(a.seen_at, s.created_at) as last_seen_at
  from sessions s
  join users u on u.tenant_id = s.tenant_id and u.id = s.user_id
  left join activity a on a.tenant_id = s.tenant_id and a.subject_id = s.id
  where s.revoked_at is null and s.expires_at > now()
    and u.status = 'ACTIVE' and (u.sessions_ended_at is null or s.created_at > u.sessions_ended_at);
grant select on open_sessions to flotilla_app;

-- The session of a token.
create function find_session(p_token_hash text, p_idle interval)
returns table (
  tenant_id uuid, session_id uuid, user_id uuid, roles text[], expires_at timestamptz, seen_at timestamptz
)
language plpgsql as $$
#variable_conflict use_column
declare v_before text := current_setting('flotilla.tenant', true);
begin
  perform set_config('flotilla.tenant', '*', true);
  return query
    select s.tenant_id, s.id, s.user_id, s.roles, s.expires_at, s.seen_at
    from open_sessions s
    where s.token_hash = p_token_hash and s.last_seen_at > now() - p_idle;
  perform set_config('flotilla.tenant', coalesce(v_before, ''), true);
end $$;

-- A service account that may still act, by the id in its token. The caller compares the secret's hash.
create function find_service_account(p_id uuid)
returns table (tenant_id uuid, scopes text[], secret_hash text, expires_at timestamptz, seen_at timestamptz)
language plpgsql as $$
#variable_conflict use_column
declare v_before text := current_setting('flotilla.tenant', true);
begin
  perform set_config('flotilla.tenant', '*', true);
  return query
    select s.tenant_id, s.scopes, s.secret_hash, s.expires_at, a.seen_at
    from service_accounts s
    left join activity a on a.tenant_id = s.tenant_id and a.subject_id = s.id
    where s.id = p_id and s.revoked_at is null and s.expires_at > now();
  perform set_config('flotilla.tenant', coalesce(v_before, ''), true);
end $$;

-- The memberships of one person: those bound to the identity, and those that wait for its first sign-in under an
-- address the issuer has verified (null when it has not). The one used last comes first.
create function find_memberships(p_issuer text, p_subject text, p_email text)
returns table (
  tenant_id uuid, tenant_slug text, user_id uuid, roles text[], status text, is_bound boolean, seen_at timestamptz
)
language plpgsql as $$
#variable_conflict use_column
declare v_before text := current_setting('flotilla.tenant', true);
begin
  perform set_config('flotilla.tenant', '*', true);
  return query
    select u.tenant_id, t.slug, u.id, u.roles, u.status,
      u.issuer is not distinct from p_issuer and u.subject is not distinct from p_subject, a.seen_at
    from users u
    join tenants t on t.tenant_id = u.tenant_id
    left join activity a on a.tenant_id = u.tenant_id and a.subject_id = u.id
    where (u.issuer = p_issuer and u.subject = p_subject) or (u.email = p_email and u.issuer is distinct from p_issuer)
    order by a.seen_at desc nulls last, u.created_at, u.id;
  perform set_config('flotilla.tenant', coalesce(v_before, ''), true);
end $$;

-- Which callers may still act, and with which roles. Asked for live deliveries, many at once.
create function find_live_callers(p_sessions uuid[], p_users uuid[], p_services uuid[], p_idle interval)
returns table (kind text, id uuid, roles text[])
language plpgsql as $$
#variable_conflict use_column
declare v_before text := current_setting('flotilla.tenant', true);
begin
  perform set_config('flotilla.tenant', '*', true);
  return query
    select 'session', s.id, s.roles from open_sessions s
    where s.id = any (p_sessions) and s.last_seen_at > now() - p_idle
    union all
    select 'user', u.id, u.roles from users u where u.id = any (p_users) and u.status = 'ACTIVE'
    union all
    select 'service', a.id, '{}' from service_accounts a
    where a.id = any (p_services) and a.revoked_at is null and a.expires_at > now();
  perform set_config('flotilla.tenant', coalesce(v_before, ''), true);
end $$;
