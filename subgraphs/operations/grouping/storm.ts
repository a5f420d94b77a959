/**
 * When many devices leave or return together without one place being dark: a storm, seen at the root of a tree of
 * domains. What a dark scope explains is not a storm.
 */
import type { Scope } from './scope.ts';
import { countSince } from './slots.ts';

/** The thresholds of storms. */
export const storm = {
  devicesMin: 20,
  share: 0.05,
  windowMs: 120_000,
  /** A storm of leaving is over when fewer than this share of those it took are still away. */
  overShare: 0.3,
} as const;

/** How many devices make a storm in a domain. */
export function stormSize(root: Scope): number {
  return Math.max(storm.devicesMin, storm.share * root.population);
}

/** Devices under a root that left within the window and are in no dark scope. */
export function unexplainedLeaves(root: Scope, atMs: number, down: Iterable<Scope>): number {
  const sinceMs = atMs - storm.windowMs;
  const explained = outermost(root, down).reduce((sum, scope) => sum + countSince(scope.left, sinceMs), 0);
  return Math.max(0, countSince(root.left, sinceMs) - explained);
}

/** Devices under a root that are away and in no dark scope. */
export function unexplainedAway(root: Scope, down: Iterable<Scope>): number {
  return Math.max(0, root.away - outermost(root, down).reduce((sum, scope) => sum + scope.away, 0));
}

/** Dark scopes of a root that are in no other one, so that nobody is counted twice. */
function outermost(root: Scope, down: Iterable<Scope>): Scope[] {
  const dark = [...down].filter(({ key, around }) => key === root.key || around.includes(root.key));
  const keys = new Set(dark.map(({ key }) => key));
  return dark.filter(({ around }) => !around.some((key) => keys.has(key)));
}
