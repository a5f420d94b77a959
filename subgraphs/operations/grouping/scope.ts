/**
 * When a place is dark as a whole. Most of its devices are away, a good part of them left within minutes, and no
 * smaller dark place explains it: so a dead shop is one item about the shop, and a dead region one about the region.
 */
import { countSince, type Slots } from './slots.ts';

/** What sort of place it is. */
export type ScopeKind = 'DOMAIN' | 'SITE' | 'RELAY';

/** A place whose devices can vanish together. */
export type Scope = {
  readonly key: string;
  readonly kind: ScopeKind;
  readonly id: string;
  readonly name: string;
  /** Slugs of its domain from the root. */
  readonly path: string;
  /** Keys of the scopes around it, nearest first. */
  readonly around: readonly string[];
  readonly population: number;
  readonly away: number;
  readonly pending: number;
  readonly left: Slots;
  readonly returned: Slots;
  readonly isDown: boolean;
  readonly isReportedDown: boolean;
};

/** The thresholds, in one place. Shares are of the scope's devices. */
export const darkness = {
  devicesMin: 3,
  downShare: 0.6,
  upShare: 0.3,
  /** This share, and two devices at least, must have left within the window: slow decay is no outage. */
  suddenShare: 0.3,
  suddenMin: 2,
  windowMs: 600_000,
  /** A smaller dark scope with this share of the absent explains the larger one. */
  explainingShare: 0.8,
} as const;

/** The key of a scope. */
export function scopeKey(kind: ScopeKind, id: string): string {
  return `${kind.toLowerCase()}:${id}`;
}

/** Whether a scope is dark at a moment. `down` are the scopes that are dark already. */
export function isDark(scope: Scope, atMs: number, down: Iterable<Scope>): boolean {
  if (scope.isReportedDown) return true;
  if (scope.population < darkness.devicesMin || isExplained(scope, down)) return false;
  if (scope.isDown) return scope.away >= darkness.upShare * scope.population;
  const sudden = countSince(scope.left, atMs - darkness.windowMs);
  return (
    scope.away >= darkness.downShare * scope.population &&
    sudden >= Math.max(darkness.suddenMin, darkness.suddenShare * scope.population)
  );
}

/** Whether a single smaller dark scope accounts for nearly all that are away. */
function isExplained(scope: Scope, down: Iterable<Scope>): boolean {
  for (const other of down) {
    const isInside = other.key !== scope.key && other.around.includes(scope.key);
    if (isInside && other.away >= darkness.explainingShare * scope.away) return true;
  }
  return false;
}
