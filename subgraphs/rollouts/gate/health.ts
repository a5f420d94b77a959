/**
 * Whether the devices of a wave are worse off than they were, and than their like. A wave is held against its own past
 * and against devices that were not touched, because a bad day of everybody is nobody's fault. Pure.
 */

/** What was measured of one group of devices. */
export type MeasuredGroup = {
  /** Devices that were measured at all. */
  readonly devices: number;
  /** Measurements, of which each device makes one a second. */
  readonly samples: number;
  /** In the unit of the measure; null where nothing was measured. */
  readonly value: number | null;
};

/** One measure over the three groups. */
export type HealthMeasure = {
  readonly name: string;
  readonly unit: string;
  /** The wave before its update. */
  readonly before: MeasuredGroup;
  /** The wave since. */
  readonly after: MeasuredGroup;
  /** Devices the rollout is for that were not touched yet, now. */
  readonly control: MeasuredGroup;
};

/** What a measure says. UNMEASURED: these devices have no such thing, so nothing is concluded from it. */
export type MeasureVerdict = 'PASS' | 'FAIL' | 'INCONCLUSIVE' | 'UNMEASURED';

/** A measure with what it says. `have`, `need` and `of` are of what decided. */
export type JudgedMeasure = HealthMeasure & {
  readonly verdict: MeasureVerdict;
  /** From here on the wave is worse off, in the unit of the measure; null where there is nothing to compare with. */
  readonly limit: number | null;
  readonly have: number;
  readonly need: number;
  readonly of: number;
  /** What decided, as a sentence. */
  readonly words: string;
};

/** What the measures come to: PASS, FAIL, or that they do not tell. `have`, `need` and `of` are of what decided. */
export type HealthVerdict = {
  readonly kind: 'PASS' | 'FAIL' | 'INCONCLUSIVE';
  readonly measure: string | null;
  readonly have: number;
  readonly need: number;
  readonly of: number;
  /** What decided, as a sentence; empty where nothing did. */
  readonly words: string;
};

/** How many of how many are in trouble. */
export type Share = { readonly troubled: number; readonly devices: number };

/**
 * How a measure is judged. A RATE counts what happens by chance as well, so it has to come `least` times more often than
 * chance explains. A LEVEL has to rise by `margin` of its unit and by `share` of what is usual.
 */
type Rule =
  | { readonly kind: 'RATE'; readonly least: number }
  | { readonly kind: 'LEVEL'; readonly margin: number; readonly share: number };

/** Every measure of telemetry that is judged. */
export const healthRules: Readonly<Record<string, Rule>> = {
  crashes: { kind: 'RATE', least: 3 },
  oom_kills: { kind: 'RATE', least: 2 },
  psi_cpu_some: { kind: 'LEVEL', margin: 10, share: 0.5 },
  psi_mem_some: { kind: 'LEVEL', margin: 5, share: 0.5 },
  psi_io_some: { kind: 'LEVEL', margin: 10, share: 0.5 },
  disk_read_latency: { kind: 'LEVEL', margin: 10, share: 0.5 },
  disk_write_latency: { kind: 'LEVEL', margin: 10, share: 0.5 },
  http_latency: { kind: 'LEVEL', margin: 50, share: 0.5 },
};

/** So many measurements of a group mean something. */
export const samplesMin = 30;
/** A wave may have more devices in trouble by this share before it counts as worse. */
const toleranceShare = 0.1;
/** What comes by chance stays below its mean and so many standard deviations. */
const deviations = 3;

/** Judges what was measured of the `devices` of a wave that were updated. A measure without a rule says nothing. */
export function judgeMeasure(measure: HealthMeasure, devices: number): JudgedMeasure {
  const { name, unit, before, after, control } = measure;
  const rule = healthRules[name];
  const open = { ...measure, limit: null, have: 0, need: 0, of: devices };
  // Who sends nothing at all may still crash; who sends much and nothing of this has no such thing.
  const isAbsent = rule?.kind === 'LEVEL' && [before, after, control].every(({ samples }) => samples === 0);
  if (!rule || isAbsent) {
    return { ...open, verdict: 'UNMEASURED', words: `${name} is not measured on these devices.` };
  }
  if (after.samples < samplesMin) {
    const words = `${name}: ${after.samples} of ${samplesMin} measurements after the update.`;
    return { ...open, verdict: 'INCONCLUSIVE', have: after.samples, need: samplesMin, words };
  }
  const half = Math.ceil(devices / 2);
  if (after.devices < half) {
    const words = `${name}: ${after.devices} of ${devices} updated devices are measured; ${half} are needed.`;
    return { ...open, verdict: 'INCONCLUSIVE', have: after.devices, need: half, words };
  }
  const known = [before, control].filter(({ samples }) => samples >= samplesMin);
  if (known.length === 0) {
    const have = Math.max(before.samples, control.samples);
    const words = `${name}: ${have} of ${samplesMin} measurements to compare with.`;
    return { ...open, verdict: 'INCONCLUSIVE', have, need: samplesMin, words };
  }
  const usual = Math.max(...known.map(({ value }) => value ?? 0));
  const { have, need, limit } = rule.kind === 'RATE' ? rateOf(rule, after, usual) : levelOf(rule, after, usual);
  const verdict = rule.kind === 'RATE' ? have >= need : (after.value ?? 0) > limit;
  const words = `${name} is ${shown(after.value ?? 0)} ${unit}; usual is ${shown(usual)}, the limit is ${shown(limit)}.`;
  return { ...open, verdict: verdict ? 'FAIL' : 'PASS', limit, have, need, words };
}

/** Judges how many devices of a wave are in trouble, as the fleet says. */
export function judgeShares(
  name: string,
  { before, after, control }: { readonly before: Share; readonly after: Share; readonly control: Share },
): JudgedMeasure {
  const measure = { name, unit: '%', before: groupOf(before), after: groupOf(after), control: groupOf(control) };
  if (after.devices === 0) {
    const words = `${name}: no device of the wave is updated yet.`;
    return { ...measure, verdict: 'INCONCLUSIVE', limit: null, have: 0, need: 1, of: 0, words };
  }
  const usual = Math.max(shareOf(before), shareOf(control));
  const need = Math.floor((usual + toleranceShare) * after.devices) + 1;
  const { troubled: have, devices: of } = after;
  const limit = (100 * need) / of;
  const words = `${have} of ${of} devices are ${name}; from ${need} on that is worse than before and elsewhere.`;
  return { ...measure, verdict: have >= need ? 'FAIL' : 'PASS', limit, have, need, of, words };
}

/** The verdict on a wave by its measures: one that fails is enough, one that does not tell holds. */
export function healthVerdict(measures: readonly JudgedMeasure[]): HealthVerdict {
  for (const kind of ['FAIL', 'INCONCLUSIVE', 'PASS'] as const) {
    const found = measures.find(({ verdict }) => verdict === kind);
    if (found) {
      const { name, have, need, of, words } = found;
      return { kind, measure: name, have, need, of, words };
    }
  }
  return { kind: 'INCONCLUSIVE', measure: null, have: 0, need: 1, of: 0, words: '' };
}

/** Events per device hour: compared as a number of events, because few of them come by chance. */
function rateOf({ least }: { readonly least: number }, { value, samples }: MeasuredGroup, usual: number) {
  const hours = samples / 3_600;
  const expected = usual * hours;
  const need = Math.floor(expected + deviations * Math.sqrt(expected)) + least;
  return { have: Math.round((value ?? 0) * hours), need, limit: need / hours };
}

function levelOf({ margin, share }: { margin: number; share: number }, { value }: MeasuredGroup, usual: number) {
  const limit = usual + Math.max(margin, usual * share);
  return { have: Math.round(value ?? 0), need: Math.ceil(limit), limit };
}

function groupOf(share: Share): MeasuredGroup {
  const { devices } = share;
  return { devices, samples: devices, value: devices === 0 ? null : 100 * shareOf(share) };
}

function shareOf({ troubled, devices }: Share): number {
  return devices === 0 ? 0 : troubled / devices;
}

function shown(value: number): string {
  return value.toFixed(value < 10 ? 1 : 0);
}
