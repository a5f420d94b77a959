/**
 * A rollout while somebody plans it: everything is text until it is read here, once, into the plan the API takes. A slip
 * names the element it is in, by the same names the API uses, so that both are shown at the same field.
 */
import type {
  FailureAction,
  RolloutPlanInput,
  RolloutSelectionInput,
  RolloutStrategy,
  RolloutWaveInput,
  Weekday,
} from '../../gql/graphql.ts';
import { parseLabels } from '../enroll/parse-labels.ts';
import { type CheckDraft, checkInput } from './check-draft.ts';
import { SlipError, type Slip, wholeIn } from './slip.ts';

/** Which devices, as typed and chosen. */
export interface SelectionDraft {
  labels: string;
  domainId: string;
  locationId: string;
  channels: readonly string[];
  devices: readonly { readonly id: string; readonly name: string }[];
}

/** One wave, as typed and chosen. */
export interface WaveDraft {
  key: number;
  name: string;
  take: 'all' | 'count' | 'percent';
  amount: string;
  labels: string;
  domainId: string;
  successPercent: string;
  failurePercent: string;
  failureCount: string;
  minExecuted: string;
  lostMax: string;
  soakS: string;
  deadlineS: string;
  needsApproval: boolean;
  needsHealth: boolean;
}

/** What stands in the fields of the whole plan. */
export interface PlanDraft {
  name: string;
  artifact: { readonly digest: string; readonly name: string; readonly version: string } | null;
  executorKind: string;
  executorName: string;
  /** What else this kind of executor needs, as JSON. */
  executorMore: string;
  checks: readonly CheckDraft[];
  selection: SelectionDraft;
  strategy: RolloutStrategy;
  waves: readonly WaveDraft[];
  onFailure: FailureAction;
  parallelMax: string;
  hasWindow: boolean;
  days: readonly Weekday[];
  from: string;
  to: string;
}

/** A wave as it is offered first. */
export function emptyWave(key: number, name: string, change: Partial<WaveDraft> = {}): WaveDraft {
  return {
    key,
    name,
    take: 'all',
    amount: '',
    labels: '',
    domainId: '',
    successPercent: '90',
    failurePercent: '30',
    failureCount: '',
    minExecuted: '10',
    lostMax: '1',
    soakS: '0',
    deadlineS: '3600',
    needsApproval: false,
    needsHealth: false,
    ...change,
  };
}

/** A plan nobody has touched: a canary, then the rest. */
export const emptyDraft: PlanDraft = {
  name: '',
  artifact: null,
  executorKind: 'service',
  executorName: '',
  executorMore: '',
  checks: [{ key: 0, kind: 'exit', target: '', timeoutS: '10' }],
  selection: { labels: '', domainId: '', locationId: '', channels: [], devices: [] },
  strategy: 'CANARY',
  waves: [emptyWave(0, 'canary', { take: 'count', amount: '1', minExecuted: '1' }), emptyWave(1, 'rest')],
  onFailure: 'ROLL_BACK',
  parallelMax: '',
  hasWindow: false,
  days: [],
  from: '02:00',
  to: '05:00',
};

/** The plan, or the first slip in it. */
export type ReadPlan =
  { readonly kind: 'plan'; readonly input: RolloutPlanInput } | { readonly kind: 'slip'; readonly slip: Slip };

/** Reads a plan. What the API alone can judge is left to it. */
export function readPlan(draft: PlanDraft): ReadPlan {
  try {
    return { kind: 'plan', input: planInput(draft) };
  } catch (thrown) {
    if (thrown instanceof SlipError) return { kind: 'slip', slip: thrown.slip };
    throw thrown;
  }
}

function planInput(draft: PlanDraft): RolloutPlanInput {
  const { name, artifact, strategy, onFailure, hasWindow, days, from, to, parallelMax } = draft;
  if (name.trim() === '') throw new SlipError('name', 'Give it a name: lists and reports show it.');
  if (artifact === null) throw new SlipError('artifact', 'Choose what devices are to run.');
  return {
    name: name.trim(),
    strategy,
    artifact: { digest: artifact.digest },
    executor: executorInput(draft),
    health: draft.checks.map((check, at) => checkInput(check, `health.${at}`)),
    selection: selectionInput(draft.selection, 'selection'),
    waves: draft.waves.map((wave, at) => waveInput(wave, `waves.${at}`)),
    parallelMax: parallelMax.trim() === '' ? null : wholeIn(parallelMax, 'parallelMax'),
    window: hasWindow ? { days: [...days], from, to } : null,
    onFailure,
  };
}

function executorInput({ executorKind, executorName, executorMore }: PlanDraft): Record<string, unknown> {
  if (executorName.trim() === '') throw new SlipError('executor.name', 'Say by which name devices run it.');
  const more = executorMore.trim() === '' ? {} : jsonIn(executorMore, 'executor');
  return { ...more, kind: executorKind, name: executorName.trim() };
}

function jsonIn(text: string, element: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Said below, like every other text that is no object.
  }
  throw new SlipError(element, 'Write it as a JSON object, for instance {"args": ["--port", "8080"]}.');
}

function selectionInput(draft: SelectionDraft, element: string): RolloutSelectionInput {
  const { labels, domainId, locationId, channels, devices } = draft;
  return {
    labels: labelsIn(labels, `${element}.labels`),
    domainIds: domainId === '' ? [] : [domainId],
    locationIds: locationId === '' ? [] : [locationId],
    channels: [...channels],
    deviceIds: devices.map(({ id }) => id),
  };
}

function labelsIn(text: string, element: string) {
  const read = parseLabels(text);
  if (read.kind === 'labels') return read.labels;
  throw new SlipError(element, `"${read.part}": ${read.reason}.`);
}

function waveInput(wave: WaveDraft, element: string): RolloutWaveInput {
  if (wave.name.trim() === '') throw new SlipError(`${element}.name`, 'Give the wave a name.');
  const labels = labelsIn(wave.labels, `${element}.selection.labels`);
  const isSelective = labels.length > 0 || wave.domainId !== '';
  const gate = (field: 'successPercent' | 'minExecuted' | 'soakS' | 'deadlineS') =>
    wholeIn(wave[field], `${element}.gates.${field}`);
  // An empty border is none, and zero is the word for that where one is usual.
  const border = (field: 'failurePercent' | 'lostMax') =>
    wave[field].trim() === '' ? 0 : wholeIn(wave[field], `${element}.gates.${field}`);
  return {
    name: wave.name.trim(),
    selection: isSelective ? { labels, domainIds: wave.domainId === '' ? [] : [wave.domainId] } : null,
    count: wave.take === 'count' ? wholeIn(wave.amount, `${element}.count`) : null,
    percent: wave.take === 'percent' ? wholeIn(wave.amount, `${element}.percent`) : null,
    gates: {
      successPercent: gate('successPercent'),
      failurePercent: border('failurePercent'),
      failureCount:
        wave.failureCount.trim() === '' ? null : wholeIn(wave.failureCount, `${element}.gates.failureCount`),
      minExecuted: gate('minExecuted'),
      lostMax: border('lostMax'),
      soakS: gate('soakS'),
      deadlineS: gate('deadlineS'),
      needsApproval: wave.needsApproval,
      needsHealth: wave.needsHealth,
    },
  };
}
