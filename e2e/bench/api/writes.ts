/** What devices do all the time, through their door and past it: heartbeats and reports of state. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { OperationName } from '../../../agent/documents/ids.ts';
import type { DirectFleet } from './direct.ts';
import { run, type LoadResult } from './load.ts';
import { callText, type PoolDevice } from './pool.ts';
import type { ServiceCpu } from './service-cpu.ts';

/** One kind of call, through the agents' door and at the subgraph itself. */
export type Ways = { readonly door: LoadResult; readonly direct: LoadResult };

/** Everything measured about the calls of devices. */
export type Writes = { readonly heartbeats: Ways; readonly reports: Ways; readonly unchangedReports: Ways };

/** With whom and for how long. */
export type WriteScene = {
  readonly pool: readonly PoolDevice[];
  readonly direct: DirectFleet;
  readonly cpu: ServiceCpu;
  readonly lanes: number;
  readonly seconds: number;
};

const warmUpS = 3;

/** Runs every load, one after another. */
export async function measureWrites(scene: WriteScene): Promise<Writes> {
  let seq = 0;
  const heartbeat = (): object => {
    seq += 1;
    const linkQuality = { rttMs: 10 + (seq % 7), lossPct: 0, bandwidthKbps: 20_000 };
    const health = { agentVersion: '1.0.0', health: 'OK', uptimeS: 86_400 + seq };
    return { ...health, bootId: 'boot-1', epoch: 1, seq, linkQuality, sentAt: new Date().toISOString() };
  };
  const changing = (): object => {
    seq += 1;
    return { ...inventory, storageBytes: 128_000_000_000 + seq };
  };
  return {
    heartbeats: await bothWays(scene, { operation: 'heartbeat', input: heartbeat }),
    reports: await bothWays(scene, { operation: 'reportInventory', input: changing, expects: true }),
    unchangedReports: await bothWays(scene, { operation: 'reportInventory', input: () => inventory }),
  };
}

type Call = {
  readonly operation: OperationName;
  readonly input: () => object;
  /** Another answer is an error: a report that changed nothing was not the write it should have been. */
  readonly expects?: boolean;
};

async function bothWays(scene: WriteScene, { operation, input, expects }: Call): Promise<Ways> {
  const { pool, direct, cpu, lanes, seconds } = scene;
  const query = documentOf(operation);
  const check = (data: Readonly<Record<string, unknown>>): void => {
    if (expects !== undefined && data[operation] !== expects) throw new Error(`answered ${String(data[operation])}`);
  };
  // Every device belongs to one lane, so none has two calls in flight.
  const deviceOf = (lane: number, turn: number): PoolDevice => {
    const mine = Math.ceil((pool.length - lane) / lanes);
    const device = pool[lane + (turn % mine) * lanes];
    if (!device) throw new Error('there are more lanes than devices');
    return device;
  };
  const throughDoor = async (lane: number, turn: number): Promise<void> =>
    check(await deviceOf(lane, turn).wire.ask(callText(operation, { input: input() })));
  const past = async (lane: number, turn: number): Promise<void> => {
    const { deviceId: subject, tenantId, fingerprint } = deviceOf(lane, turn);
    check(await direct.ask({ kind: 'device', subject, tenantId, fingerprint }, query, { input: input() }));
  };
  const load = { lanes, seconds, warmUpS };
  return { door: await run({ ...load, call: throughDoor }, cpu), direct: await run({ ...load, call: past }, cpu) };
}

function documentOf(operation: OperationName): string {
  return readFileSync(fileURLToPath(new URL(`../../../agent/documents/${operation}.graphql`, import.meta.url)), 'utf8');
}

const inventory = {
  cpu: 'Intel(R) N100',
  cpuCores: 4,
  ramBytes: 8_589_934_592,
  storageBytes: 128_035_676_160,
  gpus: [],
  os: 'Debian GNU/Linux 12 (bookworm)',
  kernel: '6.1.0-28-amd64',
  hostname: 'bench',
  collectors: [{ name: 'psi', state: 'OK', reason: null }],
};
