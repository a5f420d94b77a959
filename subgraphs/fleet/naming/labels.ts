/** What a set of labels may look like, for devices, tokens and rules alike. */
import { Refusal } from '@flotilla/kernel/errors';

/** One key and value. */
export type LabelPair = { readonly key: string; readonly value: string };

const labelsMax = 32;
const keyPattern = /^[a-z0-9](?:[a-z0-9._/-]{0,61}[a-z0-9])?$/;
const valuePattern = /^[A-Za-z0-9](?:[A-Za-z0-9 ._/:@+-]{0,61}[A-Za-z0-9])?$/;

/** The labels, sorted by key. Refuses with INVALID_INPUT naming the label that is malformed or doubled. */
export function checkedLabels(labels: readonly LabelPair[]): readonly LabelPair[] {
  if (labels.length > labelsMax) throw refused(`At most ${labelsMax} labels are allowed; these are ${labels.length}.`);
  const seen = new Set<string>();
  for (const { key, value } of labels) {
    if (!keyPattern.test(key)) {
      const shape = 'Use 1 to 63 of a-z, 0-9, dot, slash, underscore and hyphen.';
      throw refused(`"${key.slice(0, 70)}" cannot be the key of a label. ${shape}`, key);
    }
    if (!valuePattern.test(value)) {
      const shape = 'Use 1 to 63 letters, digits, spaces and . _ / : @ + - between them.';
      throw refused(`"${value.slice(0, 70)}" cannot be the value of the label ${key}. ${shape}`, key);
    }
    if (seen.has(key)) throw refused(`The label ${key} is given twice.`, key);
    seen.add(key);
  }
  return labels.map(({ key, value }) => ({ key, value })).sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Whether two checked sets are the same. */
export function sameLabels(left: readonly LabelPair[], right: readonly LabelPair[]): boolean {
  return (
    left.length === right.length &&
    left.every((label, index) => label.key === right[index]?.key && label.value === right[index]?.value)
  );
}

/** Whether a set has every label of another. */
export function includesLabels(all: readonly LabelPair[], wanted: readonly LabelPair[]): boolean {
  return wanted.every((label) => all.some(({ key, value }) => key === label.key && value === label.value));
}

function refused(message: string, key?: string): Refusal {
  return new Refusal('INVALID_INPUT', message, key === undefined ? {} : { label: key });
}
