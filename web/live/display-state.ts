/** The one state a device is drawn with: its connectivity, unless it was isolated by us, which outranks everything. */
import type { ConnectivityMode, DisplayState, TrustState } from '../gql/graphql.ts';

/** One of the eight states that have a glyph and a colour. */
export function displayStateOf(device: { trust: TrustState; connectivity: { mode: ConnectivityMode } }): DisplayState {
  return device.trust === 'QUARANTINED' ? 'QUARANTINED' : device.connectivity.mode;
}
