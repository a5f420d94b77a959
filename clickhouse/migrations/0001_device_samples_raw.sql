-- Samples as devices sent them. Grain: one row per device and moment (1 s). Kept 7 days.
--
-- One wide row, not one row per series: a push of 10 samples of 21 series is 10 rows instead of 210, so 1,000 pushes a
-- second are 10,000 rows, which the engine inserts, merges and rolls up within a fraction of one core. Known series
-- are columns of 4 bytes; a column that a device does not measure is NULL and compresses to nothing. Series outside
-- the catalogue are rare and budgeted, so they share one map.
--
-- (epoch, from_seq) name the batch a row came in: the evidence that each accepted batch is here exactly once.
-- An insert carries a deduplication token; the window below is how many inserts may pass before a repeat is missed.
CREATE TABLE IF NOT EXISTS {{table device_samples_raw_v1}}
(
  tenant_id UUID COMMENT 'owner of the device',
  device_id UUID COMMENT 'device that measured',
  time DateTime64(3, 'UTC') COMMENT 'ms; moment of measurement by the device''s clock' CODEC(DoubleDelta, ZSTD(1)),
  epoch UInt64 COMMENT 'life of the device''s queue in which the batch was numbered' CODEC(T64, ZSTD(1)),
  from_seq UInt64 COMMENT 'first sequence number of the batch' CODEC(DoubleDelta, ZSTD(1)),
  cpu_usage_pct Nullable(Float32) COMMENT '%; processor time not idle, all cores together' CODEC(Gorilla, ZSTD(1)),
  cpu_iowait_pct Nullable(Float32) COMMENT '%; processor time idle while a disk request was outstanding' CODEC(Gorilla, ZSTD(1)),
  cpu_steal_pct Nullable(Float32) COMMENT '%; processor time taken by the hypervisor' CODEC(Gorilla, ZSTD(1)),
  load1 Nullable(Float32) COMMENT 'processes; run queue length, 1-minute average' CODEC(Gorilla, ZSTD(1)),
  mem_used_bytes Nullable(Float32) COMMENT 'bytes; memory not available to new work' CODEC(Gorilla, ZSTD(1)),
  mem_available_bytes Nullable(Float32) COMMENT 'bytes; memory available to new work without swapping' CODEC(Gorilla, ZSTD(1)),
  swap_used_bytes Nullable(Float32) COMMENT 'bytes; swap space in use' CODEC(Gorilla, ZSTD(1)),
  psi_cpu_some_pct Nullable(Float32) COMMENT '%; time in which some task waited for a processor' CODEC(Gorilla, ZSTD(1)),
  psi_io_some_pct Nullable(Float32) COMMENT '%; time in which some task waited for a disk' CODEC(Gorilla, ZSTD(1)),
  psi_io_full_pct Nullable(Float32) COMMENT '%; time in which every task waited for a disk' CODEC(Gorilla, ZSTD(1)),
  psi_mem_some_pct Nullable(Float32) COMMENT '%; time in which some task waited for memory' CODEC(Gorilla, ZSTD(1)),
  psi_mem_full_pct Nullable(Float32) COMMENT '%; time in which every task waited for memory' CODEC(Gorilla, ZSTD(1)),
  disk_read_bytes_per_s Nullable(Float32) COMMENT 'bytes/s; read from all disks' CODEC(Gorilla, ZSTD(1)),
  disk_write_bytes_per_s Nullable(Float32) COMMENT 'bytes/s; written to all disks' CODEC(Gorilla, ZSTD(1)),
  disk_read_latency_ms Nullable(Float32) COMMENT 'ms; mean time of a read request' CODEC(Gorilla, ZSTD(1)),
  disk_write_latency_ms Nullable(Float32) COMMENT 'ms; mean time of a write request' CODEC(Gorilla, ZSTD(1)),
  disk_used_pct Nullable(Float32) COMMENT '%; space used on the fullest file system' CODEC(Gorilla, ZSTD(1)),
  net_rx_bytes_per_s Nullable(Float32) COMMENT 'bytes/s; received on all interfaces but loopback' CODEC(Gorilla, ZSTD(1)),
  net_tx_bytes_per_s Nullable(Float32) COMMENT 'bytes/s; sent on all interfaces but loopback' CODEC(Gorilla, ZSTD(1)),
  tcp_retransmits_per_s Nullable(Float32) COMMENT 'segments/s; TCP segments sent again' CODEC(Gorilla, ZSTD(1)),
  uptime_s Nullable(Float32) COMMENT 's; time since boot' CODEC(Gorilla, ZSTD(1)),
  other Map(String, Float32) COMMENT 'series outside the catalogue, by name, each in its own unit' CODEC(ZSTD(1))
)
ENGINE = {{engine MergeTree}}
PARTITION BY toDate(time)
ORDER BY (tenant_id, device_id, time)
TTL toDateTime(time) + INTERVAL 7 DAY
SETTINGS
  {{deduplication}},
  fsync_after_insert = 1,
  fsync_part_directory = 1,
  min_compressed_bytes_to_fsync_after_merge = 1,
  ttl_only_drop_parts = 1
COMMENT 'Samples as sent. Grain: one row per device and second. TTL: 7 days.';

{{distributed device_samples_raw_v1 by cityHash64(tenant_id, device_id)}};
