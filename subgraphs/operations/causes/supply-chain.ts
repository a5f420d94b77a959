/** What a device consists of and runs gives cause for: each sort of violation is an item of its own, and goes by itself. */
import type { DeviceSupplyChainJudged } from '@flotilla/supply-chain/events';
import type { Moment } from '../ledger/moment.ts';
import { raise, settle } from '../ledger/occurrences.ts';
import { subjectOf } from './lifecycle.ts';

const findingsFull = 4;

/** There is another opinion of a device. What merely cannot be told needs nobody. */
export function supplyChainJudged(moment: Moment, { deviceId, reasons }: DeviceSupplyChainJudged['data']): void {
  const found = Map.groupBy(
    reasons.filter(({ isViolation }) => isViolation),
    ({ code }) => code,
  );
  const prefix = `supply-chain:${deviceId}:`;
  for (const { key } of moment.ledger.itemsOf(deviceId)) {
    if (key.startsWith(prefix) && !found.has(key.slice(prefix.length) as never)) settle(moment, key);
  }
  const subject = subjectOf(moment, deviceId);
  const trust = moment.ledger.devices.get(deviceId)?.trust;
  // Whoever was put out is missed by nobody, and minded by nobody.
  if (!subject || trust === 'REVOKED' || trust === 'RETIRED') return;
  for (const [code, of] of found) {
    const facts = { code, detail: of[0]?.detail ?? '', subjects: of.map((each) => each.subject).join(', ') };
    const about = { key: prefix + code, kind: 'SUPPLY_CHAIN_VIOLATION', subject, devices: 1 } as const;
    raise(moment, { ...about, measure: of.length / findingsFull, facts });
  }
}
