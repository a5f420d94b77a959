/**
 * Every kind of trouble there is, how grave it is by nature, and what its measure means. Kinds that come with other
 * subgraphs (drift, rollouts) get a line here, a handler in `causes/` and their words in `words.ts`.
 */

/** What is known of one kind. */
export type KindRules = {
  /** How grave one case is before anything is counted, 0 to 1. */
  readonly gravity: number;
  /** What the kind's own measure tells, as the score's breakdown names it. */
  readonly measure: string;
  /** A group takes in other items while it lasts. */
  readonly isGroup?: true;
  /** Comes from absence, so that a dark site, relay or domain explains it. */
  readonly isFoldable?: true;
};

/** The rules of every kind, gravest groups first. */
export const kinds = {
  RELAY_DOWN: { gravity: 0.8, measure: 'share of its devices away', isGroup: true, isFoldable: true },
  DOMAIN_DOWN: { gravity: 0.85, measure: 'share of its devices away', isGroup: true, isFoldable: true },
  SITE_DOWN: { gravity: 0.75, measure: 'share of its devices away', isGroup: true, isFoldable: true },
  LEAVE_STORM: { gravity: 0.7, measure: 'share of the domain that left', isGroup: true, isFoldable: true },
  RETURN_STORM: { gravity: 0.4, measure: 'share of the domain that returned' },
  CLONE_SUSPECTED: { gravity: 1, measure: 'instances with one identity' },
  TOKEN_REUSE: { gravity: 0.8, measure: 'attempts' },
  PENDING_BURST: { gravity: 0.6, measure: 'unknown devices waiting' },
  PENDING_LONG: { gravity: 0.25, measure: 'days waiting' },
  SUPPLY_CHAIN_VIOLATION: { gravity: 0.75, measure: 'things found' },
  AUTHORITY_CONFLICT: { gravity: 0.75, measure: 'claims in conflict' },
  QUARANTINED: { gravity: 0.5, measure: 'attempts to get through' },
  REPLAY_REJECTED: { gravity: 0.65, measure: 'decisions not allowed' },
  REPLAY_STUCK: { gravity: 0.45, measure: 'attempts broken off', isFoldable: true },
  COMMANDS_FAILING: { gravity: 0.55, measure: 'commands failed or expired' },
  DEGRADED: { gravity: 0.3, measure: 'reasons' },
  SYNC_DEBT: { gravity: 0.3, measure: 'share of the autonomy of 72 h', isFoldable: true },
  SILENT: { gravity: 0.25, measure: 'others depend on it', isFoldable: true },
} as const satisfies Readonly<Record<string, KindRules>>;

/** One of the kinds. */
export type AttentionKind = keyof typeof kinds;

/** The rules of a kind. */
export function rulesOf(kind: AttentionKind): KindRules {
  return kinds[kind];
}
