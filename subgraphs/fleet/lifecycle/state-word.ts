/**
 * The one readable word for a device, derived from trust, phase and connectivity and stored nowhere. What stops the
 * device from taking part comes first, then the connection with what the device does there.
 */
import type { ConnectivityMode } from '../connectivity/events.ts';
import type { TrustState } from '../device/events.ts';
import type { LifecyclePhase } from './phase.ts';

const occupation: Readonly<Record<ConnectivityMode, string>> = {
  LIVE: 'OK',
  DELAYED: 'OK',
  EDGE_CACHED: 'SYNCING',
  AUTONOMOUS: 'BUFFERING',
  RETURNING: 'HANDSHAKE',
  REPLAYING: 'APPLYING',
  DISCONNECTED: 'SILENT',
};

/** The word, e.g. `LIVE_OK`, `DELAYED_UPDATING`, `PENDING_APPROVAL`, `QUARANTINED_LIVE`. */
export function stateWord(device: {
  readonly trust: TrustState;
  readonly phase: LifecyclePhase;
  readonly mode: ConnectivityMode;
}): string {
  const { trust, phase, mode } = device;
  if (phase === 'RETIRED') return 'RETIRED';
  if (trust === 'REVOKED') return 'REVOKED';
  if (trust === 'PENDING') return 'PENDING_APPROVAL';
  if (trust === 'QUARANTINED' || phase === 'QUARANTINED') return `QUARANTINED_${mode}`;
  if (phase === 'ENROLLED') return 'ENROLLED_WAITING';
  return phase === 'ACTIVE' ? `${mode}_${occupation[mode]}` : `${mode}_${phase}`;
}
