-- Who the devices of a wave were last compared with, so that what the fleet says of them is compared with the same.
alter table wave_health add column control_ids uuid[] not null default '{}';
