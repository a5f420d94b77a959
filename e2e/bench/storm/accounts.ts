/**
 * The books of a storm: what the devices wrote down against what the API says was taken over, device by device and class
 * by class. A record is lost when it is neither accepted, nor declared as given up, nor still on its device.
 */
import { type ClassCounts, journalClasses, noCounts } from '../../fleet/chronicle.ts';
import type { Operator } from '../../fleet/operator.ts';
import type { ReturningDevice } from './returning-device.ts';

/** What became of the records of one class. */
export type Account = {
  readonly produced: number;
  readonly accepted: number;
  readonly dropped: number;
  readonly queued: number;
};

/** The books of all devices. */
export type StormAccounts = {
  readonly byClass: Readonly<Record<string, Account>>;
  readonly lost: number;
  readonly twice: number;
  readonly concluded: number;
  readonly aborted: number;
};

type Told = {
  readonly device: {
    readonly journal: { readonly edges: readonly { readonly node: Entry }[] };
    readonly replays: { readonly edges: readonly { readonly node: { journalEpoch: number; state: string } }[] };
  };
};
type Entry = {
  readonly epoch: number;
  readonly seq: number;
  readonly toSeq: number;
  readonly class: keyof ClassCounts | null;
  readonly isDropped: boolean;
};

const document = `query StormBooks($id: ID!) { device(id: $id) {
  journal(first: 200) { edges { node { epoch seq toSeq class isDropped } } }
  replays(first: 50) { edges { node { journalEpoch state } } } } }`;
const askedAtOnce = 4;

/** Compares the books, a few devices at a time. */
export async function accountsOf(operator: Operator, devices: readonly ReturningDevice[]): Promise<StormAccounts> {
  const accepted = noCounts();
  const sums = { lost: 0, twice: 0, concluded: 0, aborted: 0 };
  const waiting = [...devices];
  const look = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { device } = await operator.ask<Told>(document, { id: next.deviceId });
      const { epoch } = next.chronicle;
      const entries = device.journal.edges.map(({ node }) => node).filter((entry) => entry.epoch === epoch);
      const states = device.replays.edges.flatMap(({ node }) => (node.journalEpoch === epoch ? [node.state] : []));
      const numbers = entries.flatMap(({ seq, toSeq }) => Array.from({ length: toSeq - seq + 1 }, (_, at) => seq + at));
      for (const { class: about, isDropped } of entries) if (about && !isDropped) accepted[about] += 1;
      const known = new Set([...numbers, ...next.chronicle.records.map(({ seq }) => seq)]);
      sums.lost += next.chronicle.lastSeq - known.size;
      sums.twice += numbers.length - new Set(numbers).size;
      sums.concluded += states.filter((state) => state === 'CONCLUDED').length;
      sums.aborted += states.filter((state) => state === 'ABORTED').length;
    }
  };
  await Promise.all(Array.from({ length: askedAtOnce }, look));
  const byClass = Object.fromEntries(
    journalClasses.map((name) => {
      const sum = (of: (device: ReturningDevice) => ClassCounts): number =>
        devices.reduce((total, device) => total + of(device)[name], 0);
      const account = {
        produced: sum(({ chronicle }) => chronicle.produced),
        accepted: accepted[name],
        dropped: sum(({ chronicle }) => chronicle.dropped),
        queued: sum(({ chronicle }) => chronicle.queued),
      };
      return [name, account] as const;
    }),
  );
  return { byClass, ...sums };
}
