/**
 * Loops that send whatever a device can send, as fast as it is taken, each over a connection of its own. They write down
 * what they sent and when, so that somebody can ask afterwards what of it landed.
 */
import { CallRefused } from '../../agent/transport.ts';
import { fleetSeries } from './character.ts';
import { DeviceChronicle } from './chronicle.ts';
import { comeBack } from './come-back.ts';
import type { EnrolledDevice } from './enrolled.ts';
import { inventoryOf } from './twin.ts';

/** The roads into the control plane. */
export type IngestPath = 'REPORT' | 'TELEMETRY' | 'REPLAY';

/** One thing that was sent. `key` is what it can be found by: a host name, `<epoch>/<fromSeq>`, a record's number. */
export type Attempt = {
  readonly path: IngestPath;
  readonly key: string;
  readonly begunAt: number;
  /** OK, or the code of the refusal. */
  readonly outcome: string;
};

const breathMs = 4;

/** Runs one loop per path that is named until `isOver`, which is told what was sent so far; answers everything that was. */
export async function ingest(
  device: EnrolledDevice,
  paths: readonly IngestPath[],
  isOver: (soFar: readonly Attempt[]) => boolean,
): Promise<readonly Attempt[]> {
  const attempts: Attempt[] = [];
  const loop = async (path: IngestPath, place: number): Promise<void> => {
    const connection = device.connect();
    const send = sender(path, place, { device, connection });
    for (let n = 1; !isOver(attempts); n += 1) {
      const begunAt = performance.now();
      const { key, outcome } = await send(n);
      attempts.push({ path, key, begunAt, outcome });
      await new Promise((resolve) => setTimeout(resolve, breathMs));
    }
    connection.close();
  };
  await Promise.all(paths.map(loop));
  return attempts;
}

type Sent = { readonly key: string; readonly outcome: string };
type Tools = { readonly device: EnrolledDevice; readonly connection: ReturnType<EnrolledDevice['connect']> };

function sender(path: IngestPath, place: number, { device, connection }: Tools): (n: number) => Promise<Sent> {
  if (path === 'REPORT') {
    return async (n) => {
      const key = `loop-${place}-${n}`;
      return { key, outcome: await outcomeOf(connection.call('reportInventory', { input: inventoryOf(key) })) };
    };
  }
  if (path === 'TELEMETRY') {
    const epoch = place + 1;
    return async (n) => {
      const samples = { timesMs: [Date.now()], series: fleetSeries, values: fleetSeries.map(() => [n]) };
      const batch = { epoch, runKey: `${epoch}-${n}`, fromSeq: n, toSeq: n, samples, kernelEvents: null, dropped: [] };
      return { key: `${epoch}/${n}`, outcome: await outcomeOf(connection.call('pushTelemetry', { input: batch })) };
    };
  }
  const { deviceId, sign } = device;
  const chronicle = new DeviceChronicle({ deviceId, epoch: 1, sign });
  return async (n) => {
    const { seq } = chronicle.write({ class: 'SECURITY', kind: 'security.login', atMs: n, body: { n } });
    return { key: String(seq), outcome: await outcomeOf(comeBack(connection, chronicle, { bootId: 'race' })) };
  };
}

async function outcomeOf(answer: Promise<unknown>): Promise<string> {
  try {
    await answer;
    return 'OK';
  } catch (fault) {
    if (fault instanceof CallRefused) return fault.code;
    throw fault;
  }
}
