/**
 * The one readable word for a device, derived from trust, phase and connectivity and stored nowhere. Each word is a row
 * of a table with its predicate as data, so that what is documented is what is computed: exactly one row is true of any
 * device. What stops the device from taking part comes first, then the connection with what the device does there.
 */
import { invariant } from '@flotilla/kernel/invariant';
import { connectivityModes } from '../connectivity/connectivity.ts';
import type { ConnectivityMode } from '../connectivity/events.ts';
import type { TrustState } from '../device/events.ts';
import { lifecyclePhases, type LifecyclePhase } from './phase.ts';

/** What the word is derived from. */
export type Standing = {
  readonly trust: TrustState;
  readonly phase: LifecyclePhase;
  readonly mode: ConnectivityMode;
};

/** True where every machine that is named is in one of the states named for it. */
export type Conjunction = { readonly [Machine in keyof Standing]?: readonly Standing[Machine][] };

/** A word and its predicate: true where one of the conjunctions is. */
export type StateWord = { readonly word: string; readonly when: readonly Conjunction[] };

/** What a device that is well does in each mode. */
const occupation: Readonly<Record<ConnectivityMode, string>> = {
  LIVE: 'OK',
  DELAYED: 'OK',
  EDGE_CACHED: 'SYNCING',
  AUTONOMOUS: 'BUFFERING',
  RETURNING: 'HANDSHAKE',
  REPLAYING: 'APPLYING',
  DISCONNECTED: 'SILENT',
};

const inUse = lifecyclePhases.filter((phase) => phase !== 'RETIRED');
const shownByPhase = ['PROVISIONING', 'UPDATING', 'DEGRADED', 'DECOMMISSIONING'] as const;

/** Every word with its predicate. */
export const stateWords: readonly StateWord[] = [
  { word: 'RETIRED', when: [{ phase: ['RETIRED'] }] },
  { word: 'REVOKED', when: [{ trust: ['REVOKED'], phase: inUse }] },
  { word: 'PENDING_APPROVAL', when: [{ trust: ['PENDING'], phase: inUse }] },
  { word: 'ENROLLED_WAITING', when: [{ trust: ['TRUSTED'], phase: ['ENROLLED'] }] },
  ...connectivityModes.map((mode) => ({
    word: `QUARANTINED_${mode}`,
    when: [
      { trust: ['QUARANTINED'], phase: inUse, mode: [mode] },
      { trust: ['TRUSTED'], phase: ['QUARANTINED'], mode: [mode] },
    ] satisfies Conjunction[],
  })),
  ...connectivityModes.map((mode) => ({
    word: `${mode}_${occupation[mode]}`,
    when: [{ trust: ['TRUSTED'], phase: ['ACTIVE'], mode: [mode] }] satisfies Conjunction[],
  })),
  ...connectivityModes.flatMap((mode) =>
    shownByPhase.map((phase) => ({
      word: `${mode}_${phase}`,
      when: [{ trust: ['TRUSTED'], phase: [phase], mode: [mode] }] satisfies Conjunction[],
    })),
  ),
];

const wordOf = new Map<string, string>();

/** The word, e.g. `LIVE_OK`, `DELAYED_UPDATING`, `PENDING_APPROVAL`, `QUARANTINED_LIVE`. */
export function stateWord(device: Standing): string {
  const { trust, phase, mode } = device;
  const key = `${trust} ${phase} ${mode}`;
  const known = wordOf.get(key);
  if (known !== undefined) return known;
  const found = stateWords.find(({ when }) => isTrue(when, { trust, phase, mode }));
  invariant(found, `a word is known for ${key}`);
  wordOf.set(key, found.word);
  return found.word;
}

/** Whether a predicate is true of a device. */
export function isTrue(when: readonly Conjunction[], standing: Standing): boolean {
  const isIn = (states: readonly string[] | undefined, state: string) => states === undefined || states.includes(state);
  return when.some(
    ({ trust, phase, mode }) => isIn(trust, standing.trust) && isIn(phase, standing.phase) && isIn(mode, standing.mode),
  );
}
