/** A runbook while somebody writes it: text until it is read here into what the API takes. Bounds are the API's. */
import type { RegisterRunbookInput, RunbookParameterInput, RunbookParameterType } from '../../gql/graphql.ts';
import type { RunbookFacts } from './runbook-fragment.ts';

/** One parameter as it stands in its fields. `detail` is the pattern of a text or the values of a choice. */
export interface ParameterDraft {
  key: number;
  name: string;
  type: RunbookParameterType;
  detail: string;
  min: string;
  max: string;
}

/** What stands in the fields. */
export interface RunbookDraft {
  name: string;
  description: string;
  /** One element per line. */
  argv: string;
  parameters: readonly ParameterDraft[];
  timeoutS: string;
  outputMaxBytes: string;
  concurrencyMax: string;
  fourEyesAboveDevices: string;
  /** One pattern per line. */
  redact: string;
  requiredRole: 'OPERATOR' | 'TENANT_ADMIN';
}

/** Nothing, or the version that the next one begins with. */
export function draftOf(before: RunbookFacts | null): RunbookDraft {
  return {
    name: before?.name ?? '',
    description: before?.description ?? '',
    argv: before?.argv.join('\n') ?? '',
    parameters: before?.parameters.map(parameterDraftOf) ?? [],
    timeoutS: String(before?.timeoutS ?? 60),
    outputMaxBytes: String(before?.outputMaxBytes ?? 16_384),
    concurrencyMax: textOf(before?.concurrencyMax),
    fourEyesAboveDevices: textOf(before?.fourEyesAboveDevices),
    redact: before?.redact.join('\n') ?? '',
    requiredRole: before?.requiredRole ?? 'OPERATOR',
  };
}

/** The first thing that keeps a draft from being sent, in words; undefined when nothing does. */
export function whyNotRegister(draft: RunbookDraft): string | undefined {
  if (draft.name.trim() === '') return 'Give it a name.';
  if (linesOf(draft.argv).length === 0) return 'Name the program by its path.';
  const nameless = draft.parameters.find(({ name }) => name.trim() === '');
  if (nameless) return 'Every parameter needs a name.';
  const unused = draft.parameters.find(({ name }) => !linesOf(draft.argv).includes(`\${${name.trim()}}`));
  if (unused) return `Use the parameter as a line of its own: \${${unused.name.trim()}}.`;
  const numbers = [draft.timeoutS, draft.outputMaxBytes, draft.concurrencyMax, draft.fourEyesAboveDevices];
  const isWhole = (text: string) => /^\d*$/.test(text.trim());
  return numbers.every(isWhole) ? undefined : 'Limits are whole numbers, or empty where the domain decides.';
}

/** A draft as the API takes it. */
export function inputOf(draft: RunbookDraft, runbookId: string | null): RegisterRunbookInput {
  const { name, description, argv, parameters, timeoutS, outputMaxBytes, redact, requiredRole } = draft;
  return {
    runbookId,
    name: name.trim(),
    description: description.trim(),
    argv: linesOf(argv),
    parameters: parameters.map(parameterInputOf),
    timeoutS: Number(timeoutS),
    outputMaxBytes: Number(outputMaxBytes),
    concurrencyMax: numberOf(draft.concurrencyMax),
    fourEyesAboveDevices: numberOf(draft.fourEyesAboveDevices),
    redact: linesOf(redact),
    requiredRole,
  };
}

function parameterDraftOf(parameter: RunbookFacts['parameters'][number], key: number): ParameterDraft {
  const { name, type, pattern, values, min, max } = parameter;
  const detail = type === 'ENUM' ? (values ?? []).join(', ') : (pattern ?? '');
  return { key, name, type, detail, min: textOf(min), max: textOf(max ?? parameter.lengthMax) };
}

function parameterInputOf({ name, type, detail, min, max }: ParameterDraft): RunbookParameterInput {
  const shared = { name: name.trim(), type };
  if (type === 'STRING') return { ...shared, pattern: detail.trim() || '.*', lengthMax: numberOf(max) ?? 64 };
  if (type === 'ENUM') {
    const values = detail.split(',').map((value) => value.trim());
    return { ...shared, values: values.filter((value) => value !== '') };
  }
  return type === 'INT' ? { ...shared, min: numberOf(min) ?? 0, max: numberOf(max) ?? 0 } : shared;
}

/** Lines as they were typed: a blank at the end may be an argument's own, an empty line never is. */
function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}

function numberOf(text: string): number | null {
  return text.trim() === '' ? null : Number(text);
}

function textOf(value: number | null | undefined): string {
  return value === null || value === undefined ? '' : String(value);
}
