/**
 * The devices that are there all the time, in a process of their own so that what they measure is not the load's own
 * lateness. Each beats when its assigned interval is over; a heartbeat counts from the moment it was due to its answer,
 * repetitions included.
 */
import { join } from 'node:path';
import { Journal } from '../../../agent/journal.ts';
import { Connection } from '../../../agent/running/connection.ts';
import type { HeartbeatReply } from '../../../agent/wire.ts';
import { characterOf } from '../../fleet/character.ts';

/** Which devices. They are enrolled. */
export type LiveOrder = { readonly stateDir: string; readonly count: number; readonly epoch: number };

/** What this process says: that every device was heard once, and what was seen between `begin` and `end`. */
export type LiveReport =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'seen';
      readonly latencies: readonly number[];
      readonly faults: Readonly<Record<string, number>>;
      readonly intervalsMs: readonly [number, number];
    };

const firstBeatsMs = 8_000;
let seen = { latencies: [] as number[], faults: new Map<string, number>(), intervalsMs: [Infinity, 0] };

async function beatForEver(device: number, order: LiveOrder, isReady: () => void): Promise<void> {
  const { name } = characterOf(device);
  const connection = new Connection(Journal.open(join(order.stateDir, name)));
  let dueAt = performance.now() + Math.random() * firstBeatsMs;
  for (let seq = 0; ; seq += 1) {
    await pause(dueAt - performance.now());
    const intervalMs = await beat(connection, { bootId: `live-${device}`, epoch: order.epoch, seq });
    seen.latencies.push(performance.now() - dueAt);
    seen.intervalsMs = [Math.min(seen.intervalsMs[0] ?? 0, intervalMs), Math.max(seen.intervalsMs[1] ?? 0, intervalMs)];
    dueAt = Math.max(dueAt + intervalMs, performance.now());
    if (seq === 0) isReady();
  }
}

/** Beats until it is answered. */
async function beat(connection: Connection, of: { bootId: string; epoch: number; seq: number }): Promise<number> {
  for (;;) {
    try {
      const input = { ...of, agentVersion: '0.1.0', health: 'OK' };
      return (await connection.call<HeartbeatReply>('heartbeat', { input })).intervalMs;
    } catch (fault) {
      const words = fault instanceof Error ? fault.message : String(fault);
      seen.faults.set(words, (seen.faults.get(words) ?? 0) + 1);
      await pause(500);
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}

function report(message: LiveReport): void {
  process.send?.(message);
}

const order = JSON.parse(process.argv[2] ?? '{}') as LiveOrder;
process.on('message', (word) => {
  if (word === 'end') {
    const { latencies, faults, intervalsMs } = seen;
    const [least = 0, most = 0] = intervalsMs;
    report({ kind: 'seen', latencies, faults: Object.fromEntries(faults), intervalsMs: [least, most] });
  }
  seen = { latencies: [], faults: new Map(), intervalsMs: [Infinity, 0] };
});
process.on('disconnect', () => process.exit(0));
const all = Array.from({ length: order.count }, (_, device) => device);
const firsts = all.map((device) => new Promise<void>((resolve) => void beatForEver(device, order, resolve)));
await Promise.all(firsts);
report({ kind: 'ready' });
