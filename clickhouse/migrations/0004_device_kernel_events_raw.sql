-- What the kernels of devices reported. Grain: one row per event. Kept 30 days.
--
-- (epoch, from_seq, ordinal) number an event within its device for ever: with the time they make a cursor that stays
-- valid while events of the same millisecond keep arriving.
CREATE TABLE IF NOT EXISTS {{table device_kernel_events_raw_v1}}
(
  tenant_id UUID COMMENT 'owner of the device',
  device_id UUID COMMENT 'device whose kernel reported',
  time DateTime64(3, 'UTC') COMMENT 'ms; moment of the event by the device''s clock' CODEC(DoubleDelta, ZSTD(1)),
  epoch UInt64 COMMENT 'life of the device''s queue in which the batch was numbered' CODEC(T64, ZSTD(1)),
  from_seq UInt64 COMMENT 'first sequence number of the batch' CODEC(DoubleDelta, ZSTD(1)),
  ordinal UInt32 COMMENT 'place of the event within its batch, from 0' CODEC(T64, ZSTD(1)),
  type LowCardinality(String) COMMENT 'PROCESS_EXIT, TCP_RETRANSMIT, OOM_KILL, BLOCK_IO_SLOW or HEALTH_FAIL',
  pid Int32 COMMENT 'process concerned; 0 where none is' CODEC(ZSTD(1)),
  comm LowCardinality(String) COMMENT 'command name of the process',
  detail String COMMENT 'JSON object; what else is known of the event' CODEC(ZSTD(3))
)
ENGINE = {{engine MergeTree}}
PARTITION BY toMonday(time)
ORDER BY (tenant_id, device_id, time, epoch, from_seq, ordinal)
TTL toDateTime(time) + INTERVAL 30 DAY
SETTINGS
  {{deduplication}},
  fsync_after_insert = 1,
  fsync_part_directory = 1,
  min_compressed_bytes_to_fsync_after_merge = 1,
  ttl_only_drop_parts = 1
COMMENT 'Kernel events. Grain: one row per event. TTL: 30 days.';

{{distributed device_kernel_events_raw_v1 by cityHash64(tenant_id, device_id)}};
