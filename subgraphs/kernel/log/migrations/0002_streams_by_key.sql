-- The planner takes a JSON array for a hundred rows, and for a hundred streams reading all of a small table seems as
-- cheap as looking them up: an append of one event read every stream of an installation with thousands of them. Streams
-- are always looked up by their names.
alter function log.reserve(uuid, jsonb) set enable_seqscan = off;
alter function log.reserve(uuid, jsonb) set enable_hashjoin = off;
alter function log.reserve(uuid, jsonb) set enable_mergejoin = off;
