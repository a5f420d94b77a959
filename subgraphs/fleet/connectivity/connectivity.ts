/**
 * Can we talk to the device? The thresholds and transitions of the spectrum, pure. Gaps are measured by the database's
 * clock and relative to the interval the server itself assigned, so a device's own clock never matters.
 *
 * Hysteresis: silence turns LIVE into DELAYED after two intervals and a half, but a late heartbeat alone does not
 * turn it back: a device that is late every time stays DELAYED ("late but flowing") until one gap is short again or
 * its agent was restarted, which explains the gap. Coming back from DISCONNECTED is LIVE at once.
 */
import type { Decider } from '@flotilla/kernel/decider';
import { assertAllowed, type TransitionTable } from '../lifecycle/transition.ts';
import type { ConnectivityEvent, ConnectivityMode } from './events.ts';

/**
 * Every legal change of connectivity. A device that is heard again may be LIVE before it says what it has to deliver, so
 * the return protocol can begin from there too.
 */
export const connectivityTransitions: TransitionTable<ConnectivityMode> = {
  LIVE: ['DELAYED', 'RETURNING', 'DISCONNECTED'],
  DELAYED: ['LIVE', 'EDGE_CACHED', 'RETURNING', 'DISCONNECTED'],
  EDGE_CACHED: ['DELAYED', 'AUTONOMOUS', 'RETURNING', 'DISCONNECTED'],
  AUTONOMOUS: ['RETURNING', 'DISCONNECTED'],
  RETURNING: ['REPLAYING', 'DISCONNECTED'],
  REPLAYING: ['LIVE', 'DISCONNECTED'],
  DISCONNECTED: ['LIVE', 'RETURNING'],
};

/** All modes, in the order of the spectrum. */
export const connectivityModes = [
  'LIVE',
  'DELAYED',
  'EDGE_CACHED',
  'AUTONOMOUS',
  'RETURNING',
  'REPLAYING',
  'DISCONNECTED',
] as const satisfies readonly ConnectivityMode[];

/** Silences in units of the assigned interval. */
export const thresholds = {
  /** LIVE becomes DELAYED after this much silence. */
  delayedAfter: 2.5,
  /** LIVE or DELAYED becomes DISCONNECTED after this much silence. */
  disconnectedAfter: 6,
  /** DELAYED becomes LIVE by a heartbeat that comes within this gap. */
  punctualWithin: 1.6,
} as const;

/** The mode after a silence that still lasts; the same mode when nothing changes. */
export function afterSilence(mode: ConnectivityMode, silence: { gapMs: number; intervalMs: number }): ConnectivityMode {
  if (mode !== 'LIVE' && mode !== 'DELAYED') return mode;
  if (silence.gapMs > thresholds.disconnectedAfter * silence.intervalMs) return 'DISCONNECTED';
  return silence.gapMs > thresholds.delayedAfter * silence.intervalMs ? 'DELAYED' : mode;
}

/** What is known of a heartbeat in relation to the one before it. `gapMs` is null for the first one. */
export type Arrival = { readonly gapMs: number | null; readonly intervalMs: number; readonly isRestarted: boolean };

/** The mode after a heartbeat arrived; the same mode when nothing changes. */
export function afterHeartbeat(mode: ConnectivityMode, arrival: Arrival): ConnectivityMode {
  if (mode === 'DISCONNECTED') return 'LIVE';
  if (mode !== 'DELAYED') return mode;
  const isPunctual = arrival.gapMs === null || arrival.gapMs <= thresholds.punctualWithin * arrival.intervalMs;
  return isPunctual || arrival.isRestarted ? 'LIVE' : mode;
}

/** The connection of one device as its stream tells it. A device that was never heard is DISCONNECTED. */
export type ConnectivityState = { readonly mode: ConnectivityMode };

/** Record that the mode is another one now. */
export type ChangeConnectivity = {
  readonly type: 'ChangeConnectivity';
  readonly deviceId: string;
  readonly mode: ConnectivityMode;
  readonly gapMs: number | null;
  readonly intervalMs: number;
};

/** The decider of the stream `connectivity-<deviceId>`. */
export const connectivity: Decider<ConnectivityState, ChangeConnectivity, ConnectivityEvent> & { category: string } = {
  category: 'connectivity',
  initialState: { mode: 'DISCONNECTED' },
  decide(command, state) {
    if (command.mode === state.mode) return [];
    assertAllowed(connectivityTransitions, { subject: 'connectivity', from: state.mode, to: command.mode });
    const { deviceId, mode, gapMs, intervalMs } = command;
    return [{ type: 'ConnectivityChanged', data: { deviceId, mode, previousMode: state.mode, gapMs, intervalMs } }];
  },
  evolve(state, event) {
    switch (event.type) {
      case 'ConnectivityChanged':
        return { mode: event.data.mode };
      default:
        return state;
    }
  },
};
