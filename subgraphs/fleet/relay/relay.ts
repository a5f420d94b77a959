/**
 * A relay as its stream tells it, and how the path through it is judged: by the relay's own connection, and by how many
 * of the devices behind it are away and how well the others are heard. Pure. A path gets worse at one border and better
 * at another, so that one which stands between them stays as it was.
 */
import type { Decider } from '@flotilla/kernel/decider';
import { Refusal } from '@flotilla/kernel/errors';
import type { ConnectivityMode } from '../connectivity/events.ts';
import type { DeviceKind, TrustState } from '../device/events.ts';
import type { DomainSettings } from '../domain-settings/events.ts';
import type { PathHealth, RelayEvent } from './events.ts';

/** Category of the stream of a device's way. */
export const routeCategory = 'route';

/** One relay: null health while the device is none. */
export type RelayState = { readonly health: PathHealth | null };

/** Let a device carry the traffic of others. */
export type RegisterRelay = {
  readonly type: 'RegisterRelay';
  readonly relayId: string;
  readonly domainId: string;
  readonly locationId: string | null;
  readonly kind: DeviceKind;
  readonly trust: TrustState;
};

/** Let it carry nobody's any more. */
export type RemoveRelay = { readonly type: 'RemoveRelay'; readonly relayId: string };

/** Say how its path is. */
export type JudgePath = { readonly type: 'JudgePath'; readonly relayId: string; readonly health: PathHealth } & Pick<
  PathFacts,
  'rttMs' | 'lossPct' | 'devices' | 'away'
>;

/** Every command of a relay. */
export type RelayCommand = RegisterRelay | RemoveRelay | JudgePath;

const kinds: readonly DeviceKind[] = ['RELAY', 'GATEWAY'];

/** The decider of the stream `relay-<relayId>`. */
export const relay: Decider<RelayState, RelayCommand, RelayEvent> & { category: string } = {
  category: 'relay',
  initialState: { health: null },
  decide(command, state) {
    const { relayId } = command;
    switch (command.type) {
      case 'RegisterRelay':
        return state.health === null ? [register(command)] : [];
      case 'RemoveRelay':
        if (state.health === null) throw new Refusal('NOT_FOUND', 'This device is no relay.', { relayId });
        return [{ type: 'RelayRemoved', data: { relayId } }];
      case 'JudgePath': {
        if (state.health === null || state.health === command.health) return [];
        const { health, rttMs, lossPct, devices, away } = command;
        const data = { relayId, health, previousHealth: state.health, rttMs, lossPct, devices, away };
        return [{ type: 'RelayPathChanged', data }];
      }
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case 'RelayRegistered':
        return { health: 'UP' };
      case 'RelayRemoved':
        return { health: null };
      case 'RelayPathChanged':
        return { health: event.data.health };
      case 'DeviceRouteChanged':
        // It is in the stream of the device, and changes nothing of the relay.
        return state;
      default:
        return state;
    }
  },
};

function register({ relayId, domainId, locationId, kind, trust }: RegisterRelay): RelayEvent {
  if (!kinds.includes(kind)) {
    const words = `Only a device of kind ${kinds.join(' or ')} can be a relay; this one is ${kind}.`;
    throw new Refusal('INVALID_INPUT', words, { element: 'deviceId', kind });
  }
  if (trust !== 'TRUSTED') {
    const words = `Only a TRUSTED device can be a relay; this one's trust is ${trust}.`;
    throw new Refusal('CONFLICT', words, { trust, state: trust, allowed: ['TRUSTED'] });
  }
  return { type: 'RelayRegistered', data: { relayId, domainId, locationId } };
}

/** What is known of a path. */
export type PathFacts = {
  readonly mode: ConnectivityMode;
  readonly trust: TrustState;
  readonly devices: number;
  readonly away: number;
  readonly rttMs: number | null;
  readonly lossPct: number | null;
};

/** Shares of the devices behind a relay that are away: where a path becomes worse, and where it is better again. */
const borders = { down: { worse: 0.6, better: 0.3 }, degraded: { worse: 0.2, better: 0.1 } } as const;
/** Fewer devices say nothing of the path but by their link. */
const devicesMin = 3;
const margin = 0.8;

const unreachable: readonly ConnectivityMode[] = ['DISCONNECTED', 'AUTONOMOUS'];

/** How the path through a relay is, after it was `before`. */
export function pathHealth(before: PathHealth, facts: PathFacts, settings: DomainSettings): PathHealth {
  const { mode, trust, devices, away, rttMs, lossPct } = facts;
  if (trust !== 'TRUSTED' || unreachable.includes(mode)) return 'DOWN';
  const share = devices < devicesMin ? 0 : away / devices;
  if (share >= (before === 'DOWN' ? borders.down.better : borders.down.worse)) return 'DOWN';
  const wasUp = before === 'UP';
  const by = wasUp ? 1 : margin;
  const isDegraded =
    mode !== 'LIVE' ||
    share >= (wasUp ? borders.degraded.worse : borders.degraded.better) ||
    (rttMs ?? 0) > settings.degradedRttMs * by ||
    (lossPct ?? 0) > settings.degradedLossPct * by;
  return isDegraded ? 'DEGRADED' : 'UP';
}
