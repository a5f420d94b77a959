/**
 * The state of a device in a row: the connectivity badge, and its trust where that is not simply "trusted". A device
 * that waits for approval is not "disconnected" in any way that matters.
 */
import type { DeviceFacts } from './device-row-fragment.ts';
import { StateBadge } from '../../ui/state-glyph.tsx';
import { displayStateOf } from '../../live/display-state.ts';

interface DeviceStateCellProps {
  facts: Pick<DeviceFacts, 'trust' | 'stateReason' | 'connectivity'>;
}

/** Badge and, if needed, a second word. */
export function DeviceStateCell({ facts }: DeviceStateCellProps) {
  const { trust, stateReason } = facts;
  return (
    <span className="flex min-w-0 items-center gap-1.5" title={stateReason ?? undefined}>
      <StateBadge state={displayStateOf(facts)} />
      {trust === 'PENDING' || trust === 'REVOKED' ? <span className="trust-tag">{trust.toLowerCase()}</span> : null}
    </span>
  );
}
