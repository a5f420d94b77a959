/**
 * Can we talk to the device? The modes of the spectrum and the steps between them, pure. When a step is taken is judged
 * in `heartbeat/judgement.ts`; the return protocol takes its own steps, in `replay/desk/way.ts`.
 */
import type { Decider } from '@flotilla/kernel/decider';
import { assertAllowed, type TransitionTable } from '../lifecycle/transition.ts';
import type { ConnectivityChanged, ConnectivityEvent, ConnectivityMode, ConnectivityReason } from './events.ts';

/**
 * Every legal change of connectivity. A device that is heard again may be LIVE before it says what it has to deliver, so
 * the return protocol can begin from there too. One that is late every time comes back to where it was, not to LIVE.
 */
export const connectivityTransitions: TransitionTable<ConnectivityMode> = {
  LIVE: ['DELAYED', 'RETURNING', 'DISCONNECTED'],
  DELAYED: ['LIVE', 'EDGE_CACHED', 'AUTONOMOUS', 'RETURNING', 'DISCONNECTED'],
  EDGE_CACHED: ['DELAYED', 'AUTONOMOUS', 'RETURNING', 'DISCONNECTED'],
  AUTONOMOUS: ['LIVE', 'RETURNING', 'DISCONNECTED'],
  RETURNING: ['REPLAYING', 'DISCONNECTED'],
  REPLAYING: ['LIVE', 'DISCONNECTED'],
  DISCONNECTED: ['LIVE', 'DELAYED', 'EDGE_CACHED', 'RETURNING'],
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

/** What made the mode another one, also of changes that were recorded before reasons were. */
export function causeOf({ reason, mode }: ConnectivityChanged['data']): ConnectivityReason {
  if (reason !== undefined) return reason;
  if (mode === 'RETURNING' || mode === 'REPLAYING') return 'REPLAY';
  return mode === 'LIVE' ? 'HEARTBEAT' : 'SILENCE';
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
  readonly reason: ConnectivityReason;
};

/** The decider of the stream `connectivity-<deviceId>`. */
export const connectivity: Decider<ConnectivityState, ChangeConnectivity, ConnectivityEvent> & { category: string } = {
  category: 'connectivity',
  initialState: { mode: 'DISCONNECTED' },
  decide(command, state) {
    if (command.mode === state.mode) return [];
    assertAllowed(connectivityTransitions, { subject: 'connectivity', from: state.mode, to: command.mode });
    const { deviceId, mode, gapMs, intervalMs, reason } = command;
    const data = { deviceId, mode, previousMode: state.mode, gapMs, intervalMs, reason };
    return [{ type: 'ConnectivityChanged', version: 2, data }];
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
