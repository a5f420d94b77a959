/** One reason to look, as the projection knows it. */
import { createHash } from 'node:crypto';
import type { AttentionKind } from '../scoring/kinds.ts';
import type { Severity, Term } from '../scoring/score.ts';

/** What something is about, so that a client can link to it. */
export type Evidence = {
  readonly label: string;
  readonly kind: 'DEVICE' | 'DOMAIN' | 'LOCATION' | 'RELAY' | 'REPLAY_SESSION' | 'TIMELINE' | 'TOKEN' | 'BATCH';
  readonly ref: string;
};

/** What to do about it, in words and for a machine. */
export type SuggestedAction = { readonly words: string; readonly kind: string; readonly target: string };

/** Small facts an item remembers between events: counters, names, ids. What each means is its handler's business. */
export type ItemFacts = Readonly<Record<string, unknown>>;

/** An item, or the memory from which it may become one. Times are milliseconds since 1970. */
export type Item = {
  readonly key: string;
  readonly id: string;
  /** 0 while it never needed anybody. */
  readonly occurrence: number;
  readonly kind: AttentionKind;
  readonly isActive: boolean;
  readonly isGroup: boolean;
  readonly sinceMs: number;
  readonly endedMs: number | null;
  readonly updatedMs: number;
  readonly changed: string;
  readonly score: number;
  readonly severity: Severity;
  readonly terms: readonly Term[];
  readonly title: string;
  readonly domainId: string | null;
  readonly domainPath: string;
  readonly deviceId: string | null;
  readonly locationId: string | null;
  readonly deviceCount: number;
  readonly foldKeys: readonly string[];
  readonly foldFromMs: number | null;
  readonly foldUntilMs: number | null;
  readonly evidence: readonly Evidence[];
  readonly action: SuggestedAction;
  readonly facts: ItemFacts;
};

/** The id of an occurrence: the same whenever and wherever the log is folded. */
export function itemIdOf(tenantId: string, key: string, occurrence: number): string {
  const hex = createHash('sha256').update(`${tenantId} ${key} ${occurrence}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
