-- Devices a rollout is for that wait for a later wave than the newest, as it found them when that opened.
alter table rollouts add column yet_to_come integer not null default 0;
