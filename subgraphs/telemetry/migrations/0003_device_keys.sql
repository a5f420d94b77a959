-- Which keys speak for a device, so that its signed declarations of loss can be checked. Claims and certificates have
-- carried the key in the log from the first, so the log is read once more; until a device's facts are digested again,
-- its pushes are told to wait, as with any newer fact.

alter table device_trust add column public_keys text[] not null default '{}';
delete from log.checkpoints where projection = 'telemetry.device_trust';
