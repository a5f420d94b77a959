/**
 * Offers in files: the one that was left in the cache of this device, or the one of this device in a bundle that somebody
 * carried here. The file is believed no more than a server would be; what it says is judged by its signatures.
 */
import { closeSync } from 'node:fs';
import { join } from 'node:path';
import { fileBytesSync, openPlain } from '../fetching/place.ts';
import { Unanswered, Unverified } from '../refusal.ts';
import type { IntentSource, Offer } from './offer.ts';

/** Name of the cached offer in the updater's directory. */
export const cachedOfferName = 'offer.json';

const bytesMax = 262_144;
const signaturesMax = 16;

/** The offer that stands in the updater's directory; nobody need have put one there. */
export function cachedOffer(directory: string): IntentSource {
  return { name: 'cache', offer: async () => offerOrNull(directory, cachedOfferName) };
}

/** The offer of a device in a bundle: `offers/<device id>.json`. */
export function bundledOffer(directory: string, deviceId: string): IntentSource {
  return { name: 'bundle', offer: async () => offerOrNull(join(directory, 'offers'), `${deviceId}.json`) };
}

/** Reads an offer's text. Throws Unverified when it is none. */
export function offerIn(text: string): Offer {
  let said: Readonly<Record<string, unknown>>;
  try {
    said = JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    throw strange('it is not JSON');
  }
  const { intent, lease = null } = said ?? {};
  if (typeof intent !== 'string') throw strange('it has no intent');
  if (lease !== null && typeof lease !== 'string') throw strange('its lease is not a text');
  return {
    intent,
    intentSignatures: signed(said['intentSignatures']),
    artifactSignatures: signed(said['artifactSignatures']).map(({ payload = '', ...rest }) => ({ payload, ...rest })),
    lease,
    leaseSignatures: signed(said['leaseSignatures']),
  };
}

type Signed = { readonly signature: string; readonly payload?: string };

function signed(value: unknown): readonly Signed[] {
  const list: readonly unknown[] = Array.isArray(value) ? value.slice(0, signaturesMax) : [];
  return list.map((each) => {
    const { signature, payload } = (each ?? {}) as Readonly<Record<string, unknown>>;
    if (typeof signature !== 'string') throw strange('a signature is not a text');
    return typeof payload === 'string' ? { signature, payload } : { signature };
  });
}

function offerOrNull(folder: string, name: string): Offer | null {
  let found: ReturnType<typeof openPlain>;
  try {
    found = openPlain(folder, name);
  } catch (fault) {
    if (fault instanceof Unanswered) return null;
    throw fault;
  }
  try {
    if (found.size > bytesMax) throw new Unverified('OVERSIZE', 'The offer is too long.');
    return offerIn(Buffer.concat([...fileBytesSync(found.descriptor, 0)]).toString('utf8'));
  } finally {
    closeSync(found.descriptor);
  }
}

function strange(why: string): Unverified {
  return new Unverified('UNKNOWN_MEDIA_TYPE', `The offer cannot be read: ${why}.`);
}
