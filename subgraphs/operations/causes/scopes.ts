/** Keeps the counts of every scope a device is in, and says which scopes went dark or came back by a change. */
import { isDark, scopeKey, type Scope, type ScopeKind } from '../grouping/scope.ts';
import { addTo } from '../grouping/slots.ts';
import { isCounted, type Device } from '../ledger/device.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Moment } from '../ledger/moment.ts';
import { raise, settle } from '../ledger/occurrences.ts';

const itemKinds = { DOMAIN: 'DOMAIN_DOWN', SITE: 'SITE_DOWN', RELAY: 'RELAY_DOWN' } as const;

/** An empty scope. */
export function newScope(kind: ScopeKind, id: string, place: Pick<Scope, 'name' | 'path' | 'around'>): Scope {
  const counts = { population: 0, away: 0, pending: 0, left: [], returned: [] };
  return { key: scopeKey(kind, id), kind, id, ...place, ...counts, isDown: false, isReportedDown: false };
}

/** Stores a device's new state, moves the counts of its scopes, and raises or settles what that makes dark. */
export function changeDevice(moment: Moment, before: Device | undefined, after: Device): void {
  const { ledger } = moment;
  ledger.devices.put(after.id, after);
  const left = before ? scopeKeysOf(ledger, before) : [];
  const entered = scopeKeysOf(ledger, after);
  const keys = [...new Set([...left, ...entered])];
  for (const key of keys) {
    let scope = ledger.scopes.get(key);
    if (!scope) continue;
    if (before && left.includes(key)) scope = counted(scope, before, -1);
    if (entered.includes(key)) scope = counted(scope, after, 1);
    ledger.putScope(placed(ledger, scope, after));
  }
  for (const key of keys) judge(moment, key);
}

/** Raises or settles the item of a scope as it is now. */
export function judge(moment: Moment, key: string): void {
  const { ledger, atMs } = moment;
  const scope = ledger.scopes.get(key);
  if (!scope) return;
  const isDown = isDark(scope, atMs, ledger.down);
  if (isDown !== scope.isDown) ledger.putScope({ ...scope, isDown });
  if (!isDown) return settle(moment, key);
  const known = ledger.items.get(key);
  if (known?.isActive && known.deviceCount === scope.away && known.facts['population'] === scope.population) return;
  raise(moment, {
    key,
    kind: itemKinds[scope.kind],
    subject: {
      domainId: domainOf(scope),
      deviceId: scope.kind === 'RELAY' ? scope.id : null,
      locationId: scope.kind === 'SITE' ? scope.id : null,
      name: scope.name,
    },
    devices: scope.away,
    measure: scope.population === 0 ? 1 : scope.away / scope.population,
    facts: { population: scope.population },
    foldKeys: [...scope.around],
  });
}

/** Keys of the scopes a device is in, smallest first; it makes those that nobody announced. */
export function scopeKeysOf(ledger: Ledger, device: Device): string[] {
  const domain = scopeKey('DOMAIN', device.domainId);
  const around = [domain, ...(ledger.scopes.get(domain)?.around ?? [])];
  const site = device.locationId === null ? [] : [announced(ledger, 'SITE', device.locationId)];
  const relay = device.relayId === null ? [] : [announced(ledger, 'RELAY', device.relayId)];
  return [...site, ...relay, ...around];
}

/** The domain at the root of the tree that a device is in. */
export function rootOf(ledger: Ledger, device: Device): Scope | undefined {
  const domain = ledger.scopes.get(scopeKey('DOMAIN', device.domainId));
  return domain && (ledger.scopes.get(domain.around.at(-1) ?? domain.key) ?? domain);
}

function announced(ledger: Ledger, kind: ScopeKind, id: string): string {
  const key = scopeKey(kind, id);
  if (!ledger.scopes.get(key)) {
    const name = ledger.devices.get(id)?.name ?? '';
    ledger.putScope(newScope(kind, id, { name, path: '', around: [] }));
  }
  return key;
}

/** A site or relay belongs where the first of its devices does. */
function placed(ledger: Ledger, scope: Scope, device: Device): Scope {
  if (scope.kind === 'DOMAIN' || scope.around.length > 0) return scope;
  const home = ledger.scopes.get(scopeKey('DOMAIN', device.domainId));
  if (!home) return scope;
  const relay = scope.kind === 'SITE' && device.relayId !== null ? [scopeKey('RELAY', device.relayId)] : [];
  return { ...scope, path: home.path, around: [...relay, home.key, ...home.around] };
}

function domainOf(scope: Scope): string | null {
  if (scope.kind === 'DOMAIN') return scope.id;
  const home = scope.around.find((key) => key.startsWith('domain:'));
  return home === undefined ? null : home.slice('domain:'.length);
}

function counted(scope: Scope, device: Device, sign: 1 | -1): Scope {
  const pending = scope.pending + (device.trust === 'PENDING' ? sign : 0);
  if (!isCounted(device)) return { ...scope, pending };
  const population = scope.population + sign;
  if (device.awaySinceMs === null) return { ...scope, pending, population };
  const left = addTo(scope.left, device.awaySinceMs, sign);
  return { ...scope, pending, population, away: scope.away + sign, left };
}
