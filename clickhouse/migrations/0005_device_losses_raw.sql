-- What was measured and is not stored, by whoever dropped it: the device, by signed record, or the control plane, by a
-- budget or a limit. Grain: one row per declaration. Kept 90 days, as long as the rollups whose holes it explains.
CREATE TABLE IF NOT EXISTS {{table device_losses_raw_v1}}
(
  tenant_id UUID COMMENT 'owner of the device',
  device_id UUID COMMENT 'device whose records are missing',
  from_time DateTime64(3, 'UTC') COMMENT 'ms; first moment that is missing' CODEC(DoubleDelta, ZSTD(1)),
  to_time DateTime64(3, 'UTC') COMMENT 'ms; last moment that is missing' CODEC(DoubleDelta, ZSTD(1)),
  epoch UInt64 COMMENT 'life of the device''s queue in which the records were numbered' CODEC(T64, ZSTD(1)),
  from_seq UInt64 COMMENT 'first sequence number missing, or of the batch of which a part is' CODEC(DoubleDelta, ZSTD(1)),
  to_seq UInt64 COMMENT 'last sequence number missing, or of the batch of which a part is' CODEC(DoubleDelta, ZSTD(1)),
  class LowCardinality(String) COMMENT 'SAMPLES or KERNEL_EVENTS',
  declared_by LowCardinality(String) COMMENT 'AGENT or CONTROL_PLANE',
  count UInt64 COMMENT 'records (of the agent) or values (of the control plane) that are missing' CODEC(T64, ZSTD(1)),
  reason LowCardinality(String) COMMENT 'why, in the declarer''s words',
  signature String COMMENT 'the agent''s signature of its declaration, base64; empty for the control plane''s' CODEC(ZSTD(1))
)
ENGINE = {{engine MergeTree}}
PARTITION BY toYYYYMM(to_time)
ORDER BY (tenant_id, device_id, from_time)
TTL toDateTime(to_time) + INTERVAL 90 DAY
SETTINGS
  {{deduplication}},
  fsync_after_insert = 1,
  fsync_part_directory = 1,
  min_compressed_bytes_to_fsync_after_merge = 1,
  ttl_only_drop_parts = 1
COMMENT 'Declared losses. Grain: one row per declaration. TTL: 90 days.';

{{distributed device_losses_raw_v1 by cityHash64(tenant_id, device_id)}};
