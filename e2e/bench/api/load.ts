/** Load in a closed loop: so many lanes, each asking again as soon as it is answered, for a while that has an end. */
import { machineCpuMs, perCall, totalCpu, type CpuMs, type ServiceCpu } from './service-cpu.ts';
import { Refused } from './wire.ts';

/** Latencies in milliseconds. */
export type Spread = { readonly p50Ms: number; readonly p95Ms: number; readonly p99Ms: number };

/** What a load came to. */
export type LoadResult = Spread & {
  readonly calls: number;
  readonly perS: number;
  /** Failed calls by code; they are in neither `calls` nor the latencies. */
  readonly errors: Readonly<Record<string, number>>;
  readonly cpuMsPerCall: CpuMs;
  /** Cores that programs other than the stack and the bench kept busy meanwhile: time nobody here could have. */
  readonly othersCores: number;
};

/** What to do and for how long. */
export type Load = {
  readonly lanes: number;
  readonly seconds: number;
  /** Stops earlier after so many calls. */
  readonly callsMax?: number;
  /** Seconds at the start that are not measured. */
  readonly warmUpS?: number;
  /** One call of a lane; `turn` counts the lane's calls. */
  readonly call: (lane: number, turn: number) => Promise<unknown>;
};

/** Runs a load. */
export async function run(load: Load, cpu: ServiceCpu): Promise<LoadResult> {
  const { warmUpS = 0, callsMax = Infinity } = load;
  const turns = Array.from({ length: load.lanes }, () => 0);
  const nextTurn = (lane: number): number => (turns[lane] = (turns[lane] ?? 0) + 1);
  if (warmUpS > 0) await lanesFor(load, { untilMs: performance.now() + warmUpS * 1_000, callsMax, nextTurn });
  const [before, machineBefore] = [cpu.read(), machineCpuMs()];
  const startedAt = performance.now();
  const outcome = await lanesFor(load, { untilMs: startedAt + load.seconds * 1_000, callsMax, nextTurn });
  const elapsedS = (performance.now() - startedAt) / 1_000;
  const [after, machineAfter] = [cpu.read(), machineCpuMs()];
  const othersMs = machineAfter - machineBefore - (totalCpu(after) - totalCpu(before));
  const calls = outcome.latenciesMs.length;
  return {
    calls,
    perS: Math.round((calls / elapsedS) * 10) / 10,
    ...spread(outcome.latenciesMs),
    errors: Object.fromEntries(outcome.errors),
    cpuMsPerCall: perCall(before, after, calls),
    othersCores: Math.round(Math.max(0, othersMs / elapsedS / 1_000) * 10) / 10,
  };
}

/** Times calls one after another, after some that do not count. */
export async function time(count: number, cpu: ServiceCpu, call: () => Promise<unknown>): Promise<LoadResult> {
  for (let at = 0; at < 10; at += 1) await call();
  return run({ lanes: 1, seconds: 60, callsMax: count, call }, cpu);
}

/** Percentiles of some latencies. */
function spread(latenciesMs: readonly number[]): Spread {
  const sorted = latenciesMs.toSorted((left, right) => left - right);
  const at = (share: number): number => Math.round((sorted[Math.floor((sorted.length - 1) * share)] ?? 0) * 10) / 10;
  return { p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99) };
}

async function lanesFor(
  load: Load,
  bounds: { untilMs: number; callsMax: number; nextTurn: (lane: number) => number },
): Promise<{ latenciesMs: number[]; errors: Map<string, number> }> {
  const latenciesMs: number[] = [];
  const errors = new Map<string, number>();
  let begun = 0;
  const lane = async (number: number): Promise<void> => {
    while (performance.now() < bounds.untilMs && begun < bounds.callsMax) {
      begun += 1;
      const startedAt = performance.now();
      try {
        await load.call(number, bounds.nextTurn(number));
        latenciesMs.push(performance.now() - startedAt);
      } catch (fault) {
        const code = fault instanceof Refused ? fault.code : fault instanceof Error ? fault.message : String(fault);
        errors.set(code, (errors.get(code) ?? 0) + 1);
        // A server that refuses is not to be hammered, and a bench that only counts refusals is soon over anyway.
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  };
  await Promise.all(Array.from({ length: load.lanes }, (_, number) => lane(number)));
  return { latenciesMs, errors };
}
