/** What a piece of evidence turned out to prove, once a key of the tenant was found behind it. */
import type { KeyRole, TrustedKey } from './key-words.ts';
import type { Statement } from './statement.ts';

/** A signature that is of the artifact, by a key of the tenant; whether the key still stands is the judge's question. */
export type Signature = {
  readonly key: TrustedKey;
  /** What the signature says: that the artifact may be used, or something about it. */
  readonly saysAs: KeyRole;
  /** What it says, where it says more than yes. */
  readonly statement: Statement | null;
};
