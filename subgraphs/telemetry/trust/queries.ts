/** Which devices there are, as far as telemetry knows: those whose claim its projection has seen. */
import { defineLoader } from '@flotilla/kernel/loader';

const uuidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Devices of the transaction's tenant by id. A foreign id, or text that is no id, is simply not there. */
export const knownDevices = defineLoader<string, { readonly id: string }>(async (em, keys) => {
  const ids = keys.filter((key) => uuidShape.test(key));
  if (ids.length === 0) return new Map();
  const rows = await em.execute<{ id: string }[]>(
    `select device_id::text as id from device_trust where device_id in (${ids.map(() => '?').join(', ')})`,
    ids,
  );
  const found = new Set(rows.map((row) => row.id));
  return new Map(ids.filter((id) => found.has(id.toLowerCase())).map((id) => [id, { id: id.toLowerCase() }]));
});
