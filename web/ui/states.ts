/**
 * The eight states a device is shown in, with their words, meanings and colours. The order is that of the spectrum:
 * cool colours drift away, warm ones come back, grey is unknown, red is only what we isolated.
 */
import { tintOf } from './tint.ts';

/** All states in the order of the spectrum. */
export const displayStates = [
  'LIVE',
  'DELAYED',
  'EDGE_CACHED',
  'AUTONOMOUS',
  'RETURNING',
  'REPLAYING',
  'DISCONNECTED',
  'QUARANTINED',
] as const;

/** The state a device is shown in. */
export type DisplayState = (typeof displayStates)[number];

/** The word that always stands beside the glyph. */
export const stateWord: Readonly<Record<DisplayState, string>> = {
  LIVE: 'Live',
  DELAYED: 'Delayed',
  EDGE_CACHED: 'Edge cached',
  AUTONOMOUS: 'Autonomous',
  RETURNING: 'Returning',
  REPLAYING: 'Replaying',
  DISCONNECTED: 'Disconnected',
  QUARANTINED: 'Quarantined',
};

/** What the state means, in a few words. */
export const stateMeaning: Readonly<Record<DisplayState, string>> = {
  LIVE: 'connected now',
  DELAYED: 'late but flowing',
  EDGE_CACHED: 'served from an edge cache',
  AUTONOMOUS: 'by design on its own',
  RETURNING: 'the link is coming back',
  REPLAYING: 'draining its backlog',
  DISCONNECTED: 'silent, its state is unknown',
  QUARANTINED: 'isolated by us',
};

const designed: ReadonlySet<DisplayState> = new Set(['LIVE', 'EDGE_CACHED', 'AUTONOMOUS', 'RETURNING', 'REPLAYING']);

/** Whether a device in this state does what it was designed to do; being away on purpose is. */
export function isByDesign(state: DisplayState): boolean {
  return designed.has(state);
}

/** The colour of a state as a CSS value; for grounds, glyphs and lines, never for text. */
export function stateColor(state: DisplayState): string {
  return `var(--color-${state.toLowerCase().replaceAll('_', '-')})`;
}

/** The ground a state puts behind ink text. */
export function stateTint(state: DisplayState): string {
  return tintOf(stateColor(state));
}
