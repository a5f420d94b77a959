/** What coming in gives cause for: crowds of unknown devices, and tokens that are tried again. */
import type { EnrollmentTokenReuseAttempted } from '@flotilla/fleet/events';
import { scopeKey } from '../grouping/scope.ts';
import { addTo, countSince, type Slots } from '../grouping/slots.ts';
import type { Device } from '../ledger/device.ts';
import type { Moment } from '../ledger/moment.ts';
import { raise, remember, settle } from '../ledger/occurrences.ts';

const burst = { devicesMin: 10, windowMs: 600_000, overBelow: 5, devicesFull: 100 } as const;
const reuse = { quietMs: 86_400_000, attemptsFull: 20 } as const;

/** One more device waits in a domain; its counts are moved already. */
export function claimedAgain(moment: Moment, device: Device): void {
  changeBurst(moment, device, 1);
}

/** One fewer: a person or a rule decided on it. */
export function decidedOn(moment: Moment, device: Device): void {
  changeBurst(moment, device, -1);
}

function changeBurst(moment: Moment, { domainId, claimedMs }: Device, count: 1 | -1): void {
  const { ledger, atMs } = moment;
  const domain = ledger.scopes.get(scopeKey('DOMAIN', domainId));
  if (!domain) return;
  const key = `pending-burst:${domainId}`;
  const known = ledger.items.get(key);
  const claims = addTo((known?.facts['claims'] ?? []) as Slots, claimedMs, count);
  const { pending, name } = domain;
  if (known?.isActive && pending < burst.overBelow) return settle(moment, key);
  const subject = { domainId, deviceId: null, locationId: null, name };
  const facts = { claims, pending };
  const measure = pending / burst.devicesFull;
  const next = { key, kind: 'PENDING_BURST', subject, devices: pending, measure, facts } as const;
  const isBurst = count > 0 && countSince(claims, atMs - burst.windowMs) >= burst.devicesMin;
  if (known?.isActive || isBurst) return raise(moment, next);
  if (claims.length === 0) return settle(moment, key);
  remember(moment, next);
}

/** A spent token was tried again. */
export function tokenReused(moment: Moment, { tokenId, attempts }: EnrollmentTokenReuseAttempted['data']): void {
  const { ledger, atMs } = moment;
  const token = ledger.tokens.get(tokenId);
  const domainId = token?.domainId ?? null;
  const name = domainId === null ? '' : (ledger.scopes.get(scopeKey('DOMAIN', domainId))?.name ?? '');
  const endsMs = atMs + reuse.quietMs;
  raise(moment, {
    key: `token:${tokenId}`,
    kind: 'TOKEN_REUSE',
    subject: { domainId, deviceId: null, locationId: token?.locationId ?? null, name },
    devices: 1,
    measure: attempts / reuse.attemptsFull,
    facts: { attempts, endsMs },
    evidence: [{ label: 'Enrollment token', kind: 'TOKEN', ref: tokenId }],
    dueMs: endsMs,
  });
}
