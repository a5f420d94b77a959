-- When the bytes of a withdrawn artifact were thrown away; null while they are kept.
alter table artifacts add column bytes_removed_at timestamptz;
create index artifacts_to_forget on artifacts (withdrawn_at)
  where withdrawn_at is not null and retention_days is not null and bytes_removed_at is null;
