/** From what somebody said to a plan that can be carried out, or a refusal that names the element. */
import { Refusal } from '@flotilla/kernel/errors';
import { z } from 'zod';
import { presetGates, type Gates } from '../gate/gate.ts';
import { isUuid } from '../of-tenant.ts';
import { factsOfArtifact, type RegisteredArtifact } from '../registry/registered.ts';
import type { PlanTemplate, RolloutPlan, WavePlan } from '../rollout/events.ts';
import type { WaveGatesInput } from '../gate/graphql.ts';
import type { RolloutSelectionInput, RolloutWaveInput } from '../wave/graphql.ts';
import { withRest, type Selector, type WaveLimit } from '../wave/selection.ts';
import type { RolloutPlanInput, RolloutTemplatePlanInput } from './graphql.ts';

const text = (max: number) =>
  z
    .string()
    .trim()
    .min(1, 'is empty')
    .max(max, `has more than ${max} characters`)
    .regex(/^\P{C}*$/u, 'cannot be shown');
const whole = (min: number, max: number) =>
  z.number().int().min(min, `is less than ${min}`).max(max, `is more than ${max}`);

const executorShape = z.looseObject({
  kind: z.enum(['service', 'systemd', 'container', 'agent'], 'is not service, systemd, container or agent'),
  name: text(120),
});
const healthShape = z.looseObject({
  kind: z.enum(['exit', 'http', 'command', 'control-plane'], 'is not exit, http, command or control-plane'),
  timeoutS: whole(1, 3_600),
});
const clock = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'is no time like 02:30');

const planShape = z.object({
  executor: executorShape,
  health: z.array(healthShape).max(10, 'has more than 10 checks').nullish(),
  mirrors: z
    .array(z.url({ protocol: /^https$/, error: 'is no https URL' }))
    .max(10, 'has more than 10')
    .nullish(),
  parallelMax: whole(1, 100_000).nullish(),
  window: z.object({ from: clock, to: clock }).nullish(),
  beginWithinS: whole(10, 86_400).nullish(),
  waves: z
    .array(z.object({ name: text(40) }))
    .max(20, 'has more than 20 waves')
    .nullish(),
});
const gatesShape = z.object({
  successPercent: whole(0, 100),
  failurePercent: whole(1, 100).nullable(),
  failureCount: whole(1, 100_000).nullable(),
  minExecuted: whole(1, 100_000),
  lostMax: whole(1, 100_000).nullable(),
  soakS: whole(0, 30 * 86_400),
  deadlineS: whole(10, 7 * 86_400),
});
const bytesMax = 16 * 1_024;
const selectedMax = 1_000;
const presetBeginWithinS = 300;

/** The artifacts of the registry that a plan names. */
export type PlannedArtifacts = { readonly artifact: RegisteredArtifact; readonly previous: RegisteredArtifact | null };

/** Checks a plan of these artifacts. Refuses with INVALID_INPUT, naming the element. */
export function checkedPlan(input: RolloutPlanInput, { artifact, previous }: PlannedArtifacts): RolloutPlan {
  const template = checkedTemplate(input);
  const plan: RolloutPlan = {
    ...template,
    name: checkedName(input.name, 'name'),
    artifact: factsOfArtifact(artifact),
    previous: previous && factsOfArtifact(previous),
    mirrors: input.mirrors ? template.mirrors : artifact.mirrors,
  };
  assertNamed(plan);
  return plan;
}

/** Checks the name of a rollout or a template. */
export function checkedName(name: string, element: string): string {
  return parsed(text(80), name, element);
}

/** Refuses a forced rollout to devices that nobody named. */
export function assertNamed({ strategy, selection }: Pick<RolloutPlan, 'strategy' | 'selection'>): void {
  if (strategy !== 'FORCED' || selection.deviceIds.length > 0) return;
  throw refused('selection.deviceIds', 'is empty: FORCED is for devices that somebody named');
}

/** Checks how devices run an artifact and know that it is well. */
export function checkedExecution(
  { executor, health }: { readonly executor: unknown; readonly health?: unknown[] | null },
  element: string,
): Pick<RolloutPlan, 'executor' | 'health'> {
  const partOf = (part: string): string => (element === '' ? part : `${element}.${part}`);
  assertKeepable(executor, partOf('executor'));
  assertKeepable(health, partOf('health'));
  const read = parsed(planShape.pick({ executor: true, health: true }), { executor, health }, element);
  return { executor: read.executor, health: read.health ?? [] };
}

/** Checks everything of a plan that is not about its artifact. Refuses with INVALID_INPUT, naming the element. */
export function checkedTemplate(input: RolloutTemplatePlanInput): PlanTemplate {
  const read = parsed(planShape, input, '');
  const { window } = input;
  return {
    strategy: input.strategy ?? 'ROLLING',
    ...checkedExecution(input, ''),
    mirrors: read.mirrors ?? [],
    selection: checkedSelection(input.selection, 'selection'),
    waves: checkedWaves(input.waves ?? []),
    parallelMax: read.parallelMax ?? null,
    window: window ? { days: window.days ?? [], from: window.from, to: window.to } : null,
    onFailure: input.onFailure ?? 'ROLL_BACK',
    beginWithinS: read.beginWithinS ?? presetBeginWithinS,
  };
}

/** No column holds the character 0 or half a character, and no device needs a long plan. */
function assertKeepable(said: unknown, element: string): void {
  const text = JSON.stringify(said ?? null);
  if (text.length > bytesMax) throw refused(element, `has more than ${bytesMax} bytes`);
  if (/\\u(?:0000|d[89a-f])/.test(text.replaceAll('\\\\', ''))) throw refused(element, 'cannot be shown');
}

function checkedWaves(inputs: readonly RolloutWaveInput[]): readonly WavePlan[] {
  const waves = inputs.map((input, at) => checkedWave(input, `waves.${at}`));
  const gates = waves.at(-1)?.gates ?? presetGates;
  return withRest(waves, { name: 'rest', selector: null, limit: null, gates });
}

function checkedWave(input: RolloutWaveInput, element: string): WavePlan {
  const { selection, gates } = input;
  return {
    name: input.name.trim(),
    selector: selection ? checkedSelection(selection, `${element}.selection`) : null,
    limit: checkedLimit(input, element),
    gates: checkedGates(gates ?? {}, `${element}.gates`),
  };
}

function checkedLimit({ count = null, percent = null }: RolloutWaveInput, element: string): WaveLimit {
  if (count !== null && percent !== null) throw refused(element, 'has a count and a percentage: give one of them');
  if (count !== null) return { count: parsed(whole(1, 1_000_000), count, `${element}.count`) };
  return percent === null ? null : { percent: parsed(whole(1, 100), percent, `${element}.percent`) };
}

/** Zero is the word for "no such border" where a number is usual. */
function checkedGates(input: WaveGatesInput, element: string): Gates {
  const orNone = (given: number | null | undefined, preset: number | null): number | null =>
    given === 0 ? null : (given ?? preset);
  const given = {
    successPercent: input.successPercent ?? presetGates.successPercent,
    failurePercent: orNone(input.failurePercent, presetGates.failurePercent),
    failureCount: input.failureCount ?? null,
    minExecuted: input.minExecuted ?? presetGates.minExecuted,
    lostMax: orNone(input.lostMax, presetGates.lostMax),
    soakS: input.soakS ?? presetGates.soakS,
    deadlineS: input.deadlineS ?? presetGates.deadlineS,
  };
  const flags = { needsApproval: input.needsApproval ?? false, needsHealth: input.needsHealth ?? false };
  return { ...parsed(gatesShape, given, element), ...flags };
}

/** Checks which devices somebody means. */
export function checkedSelection(input: RolloutSelectionInput, element: string): Selector {
  const { labels, domainIds, locationIds, channels, deviceIds } = input;
  for (const [part, ids] of Object.entries({ domainIds, locationIds, deviceIds })) {
    const wrong = ids?.find((id) => !isUuid(id));
    if (wrong !== undefined) throw refused(`${element}.${part}`, `has "${wrong.slice(0, 50)}", which is no id`);
  }
  for (const [part, list] of Object.entries(input)) {
    const size = Array.isArray(list) ? list.length : 0;
    if (size > selectedMax) throw refused(`${element}.${part}`, `has more than ${selectedMax} entries`);
    if (part === 'labels' || part === 'channels') assertKeepable(list, `${element}.${part}`);
  }
  return {
    labels: (labels ?? []).map(({ key, value }) => ({ key, value })),
    domainIds: lower(domainIds),
    locationIds: lower(locationIds),
    channels: channels ?? [],
    deviceIds: lower(deviceIds),
  };
}

function lower(ids: readonly string[] | null | undefined): string[] {
  return (ids ?? []).map((id) => id.toLowerCase());
}

function parsed<Shape extends z.ZodType>(shape: Shape, value: unknown, element: string): z.infer<Shape> {
  const result = shape.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = [element, ...(issue?.path ?? [])].filter((part) => part !== '').join('.');
  throw refused(path, issue?.message ?? 'is wrong');
}

function refused(element: string, why: string): Refusal {
  return new Refusal('INVALID_INPUT', `${element} ${why}.`, { element });
}
