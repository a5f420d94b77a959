/** A public key while somebody types it in, read here into what the API takes. */

/** What stands in the fields. */
export interface KeyDraft {
  name: string;
  publicKeyPem: string;
  /** A day, or empty where nothing ends it. */
  validUntil: string;
}

/** Nothing typed yet. */
export const emptyKey: KeyDraft = { name: '', publicKeyPem: '', validUntil: '' };

/** The first thing that keeps a key from being sent, in words; undefined when nothing does. */
export function whyNotKey({ name, publicKeyPem, validUntil }: KeyDraft): string | undefined {
  if (!/^[a-z0-9._/-]{1,100}$/.test(name.trim())) {
    return 'Give it a name: 1 to 100 of a-z, 0-9, dot, slash, hyphen, underscore.';
  }
  if (/PRIVATE KEY/.test(publicKeyPem)) {
    return 'That is a private key. It must leave your pipeline for nobody: give the public half.';
  }
  if (!publicKeyPem.includes('-----BEGIN PUBLIC KEY-----')) return 'Give the PEM that begins with BEGIN PUBLIC KEY.';
  if (validUntil !== '' && Number.isNaN(Date.parse(validUntil))) return 'Give the last day as a date, or none.';
  return undefined;
}

/** A draft as the API takes it: a last day is good to its end, in universal time. */
export function keyInputOf({ name, publicKeyPem, validUntil }: KeyDraft) {
  return {
    name: name.trim(),
    publicKeyPem: publicKeyPem.trim(),
    validUntil: validUntil === '' ? null : `${validUntil}T23:59:59.000Z`,
  };
}
