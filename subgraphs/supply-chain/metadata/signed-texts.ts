/**
 * The signatures that vouch for artifacts, as their evidence holds them, for devices that check them once more with keys
 * of their own. Evidence never changes under its digest, so what was read once is kept.
 */
import { buffer } from 'node:stream/consumers';
import type { BlobStore } from '../blob/blob-store.ts';
import { asText, looseObject } from '../verification/json.ts';
import type { Installable } from './documents.ts';

/** A signature as a device checks it: of a payload that names the digest. Both are base64. */
export type SignedText = { readonly payload: string; readonly signature: string; readonly keyId: string };

/** An artifact that may be installed, before its evidence was read. */
export type Vouched = Omit<Installable, 'signatures'> & {
  readonly vouchers: readonly { readonly keyId: string; readonly evidenceDigest: string }[];
};

const evidenceMaxBytes = 65_536;
const keptMax = 50_000;

/** Reads signatures from the store of evidence. */
export class SignedTexts {
  readonly #store: BlobStore;
  readonly #kept = new Map<string, Omit<SignedText, 'keyId'> | null>();

  constructor(store: BlobStore) {
    this.#store = store;
  }

  /** The artifacts with what was signed about them. Evidence that is gone or cannot be read says nothing. */
  async of(tenantId: string, vouched: readonly Vouched[]): Promise<Installable[]> {
    const found: Installable[] = [];
    for (const { vouchers, ...rest } of vouched) {
      const signatures: SignedText[] = [];
      for (const { keyId, evidenceDigest } of vouchers) {
        const text = await this.#text(tenantId, evidenceDigest);
        if (text) signatures.push({ ...text, keyId });
      }
      found.push({ ...rest, signatures });
    }
    return found;
  }

  async #text(tenantId: string, digest: string): Promise<Omit<SignedText, 'keyId'> | null> {
    const key = `${tenantId} ${digest}`;
    const kept = this.#kept.get(key);
    if (kept !== undefined) return kept;
    const found = await this.#store.read({ tenantId, digest }, { start: 0, end: evidenceMaxBytes });
    // What is not there now may be there again later: a store that is away for a moment must not be remembered.
    if (!found) return null;
    const said = looseObject(await buffer(found.stream));
    const [payload, signature] = [asText(said?.['payload']), asText(said?.['signature'])];
    const text = payload !== null && signature !== null ? { payload, signature } : null;
    if (this.#kept.size >= keptMax) this.#kept.clear();
    this.#kept.set(key, text);
    return text;
  }
}
