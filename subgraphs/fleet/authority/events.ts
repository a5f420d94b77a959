/**
 * What can happen to the authority over a device or a domain, as facts. An authority is a control plane; its epoch is
 * the number that fences whoever held before: it rises with every hand-over and never falls.
 */
import type { Event } from '@flotilla/kernel/event';

/** What an authority is held over. A device without an authority of its own is under its domain's. */
export type AuthoritySubject = 'DEVICE' | 'DOMAIN';

/** At which level the master of record stands. */
export type MasterOfRecord = 'GLOBAL' | 'REGION' | 'LOCAL';

/** Who holds what, by which number, and through whom it acts. Complete in every fact that carries it. */
export type AuthorityFacts = {
  readonly subject: AuthoritySubject;
  /** Identity of the device or the domain. */
  readonly id: string;
  /** The control plane that holds, e.g. `global` or `region-eu`. */
  readonly authorityId: string;
  readonly masterOfRecord: MasterOfRecord;
  readonly epoch: number;
  readonly controllerIds: readonly string[];
};

/** First step of a hand-over: the holder is asked to let go. It holds until it says so, or until its lease ends. */
export type AuthorityReleaseRequested = Event<
  'AuthorityReleaseRequested',
  AuthorityFacts & { readonly reason: string }
>;

/** The holder let go, or was not heard for longer than its lease. Nobody holds from now on. */
export type AuthorityReleased = Event<
  'AuthorityReleased',
  AuthorityFacts & { readonly cause: 'ACKNOWLEDGED' | 'LEASE_EXPIRED'; readonly reason: string }
>;

/** Second step: somebody holds by a higher epoch. Whatever names a lower one changes nothing any more. */
export type AuthorityTaken = Event<
  'AuthorityTaken',
  AuthorityFacts & {
    /** Seconds without a renewal after which others may take over; null when only a release lets go. */
    readonly leaseS: number | null;
    /** CLAIM: two control planes had gone apart, and this is what they agreed on when they met. */
    readonly origin: 'HANDOVER' | 'CLAIM';
  }
>;

/** Somebody wrote, or claimed, without being the holder. Nothing of it took effect; this is what it was. */
export type AuthorityConflictDetected = Event<
  'AuthorityConflictDetected',
  {
    readonly conflictId: string;
    readonly subject: AuthoritySubject;
    readonly id: string;
    /** Who wrote, and by which epoch. */
    readonly authorityId: string;
    readonly epoch: number;
    readonly currentAuthorityId: string;
    readonly currentEpoch: number;
    /** What it wanted, in words. */
    readonly what: string;
    /** What it wanted, completely. */
    readonly content: unknown;
  }
>;

/** A person looked at the conflict and is done with it. */
export type AuthorityConflictResolved = Event<
  'AuthorityConflictResolved',
  {
    readonly conflictId: string;
    readonly subject: AuthoritySubject;
    readonly id: string;
    readonly reason: string;
  }
>;

/** Every fact of the streams `authority-device-<id>` and `authority-domain-<id>`. */
export type AuthorityEvent =
  | AuthorityReleaseRequested
  | AuthorityReleased
  | AuthorityTaken
  | AuthorityConflictDetected
  | AuthorityConflictResolved;
