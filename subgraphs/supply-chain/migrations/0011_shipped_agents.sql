-- The agents this installation gave out at any time, by SHA-256. Of no tenant: whoever brings the installation up to date
-- must not make every device run something unknown that was enrolled before.
create table shipped_agents (
  sha256 text primary key,
  seen_at timestamptz not null default clock_timestamp()
);
grant select, insert on shipped_agents to flotilla_app;
