/** What can happen to a runbook, as facts. A version never changes once it is registered: what is signed stays. */
import type { Event } from '@flotilla/kernel/event';

/** One typed argument of a runbook; it becomes exactly one argument of the program. */
export type RunbookParameter =
  | {
      readonly name: string;
      readonly type: 'STRING';
      /** A regular expression that the whole value must match. */
      readonly pattern: string;
      readonly lengthMax: number;
    }
  | { readonly name: string; readonly type: 'ENUM'; readonly values: readonly string[] }
  | { readonly name: string; readonly type: 'INT'; readonly min: number; readonly max: number }
  | { readonly name: string; readonly type: 'BOOLEAN' };

/** Everything one version of a runbook says. */
export type RunbookDefinition = {
  readonly description: string;
  readonly parameters: readonly RunbookParameter[];
  /** Program and arguments; an element `${name}` stands for that parameter, every other element for itself. */
  readonly argv: readonly string[];
  readonly timeoutS: number;
  readonly outputMaxBytes: number;
  /** Devices of the tenant that may run it at a time; null leaves it to the domain. */
  readonly concurrencyMax: number | null;
  /** Regular expressions; what matches is blackened before it leaves the device. */
  readonly redact: readonly string[];
  readonly requiredRole: 'OPERATOR' | 'TENANT_ADMIN';
  /** More devices than this need a second person; null leaves it to the domain. */
  readonly fourEyesAboveDevices: number | null;
};

/** Somebody wrote a version; nobody can run it yet. */
export type RunbookRegistered = Event<
  'RunbookRegistered',
  {
    readonly runbookId: string;
    readonly version: number;
    readonly name: string;
    readonly definition: RunbookDefinition;
    /** SHA-256 of the definition's canonical JSON, lower-case hex. */
    readonly contentHash: string;
    /** Base64 of the tenant's command key's signature. */
    readonly signature: string;
    readonly author: string;
  }
>;

/** A second person read a version and found it good. */
export type RunbookApproved = Event<
  'RunbookApproved',
  { readonly runbookId: string; readonly version: number; readonly approvedBy: string }
>;

/** A version is not to be run any more. */
export type RunbookRetired = Event<
  'RunbookRetired',
  { readonly runbookId: string; readonly version: number; readonly reason: string }
>;

/** Every fact of the stream `runbook-<id>`. */
export type RunbookEvent = RunbookRegistered | RunbookApproved | RunbookRetired;
