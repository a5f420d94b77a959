/**
 * The installation's keys for what travels through strangers: envelopes are sealed for one, answers are signed by the
 * other. Made at the first start of the first process and the same for all; private parts rest sealed by the key store.
 */
import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { everyTenant, type Database } from '@flotilla/kernel/database';
import { invariant } from '@flotilla/kernel/invariant';
import type { KeyStore } from '@flotilla/kernel/key-store';

/** The public parts, as devices are told them: base64 of 32 bytes each. */
export type PublicRelayKeys = { readonly relayKey: string; readonly relayAnswerKey: string };

/** All of them. */
export type RelayKeys = PublicRelayKeys & { readonly agreementKey: KeyObject; readonly signingKey: KeyObject };

const purpose = 'relay keys';

type Stored = { readonly agreement_key: string; readonly signing_key: string; readonly sealed: string };

/** The keys of this installation. Two processes that start at once agree on those that were stored first. */
export async function openRelayKeys(database: Database, keyStore: KeyStore): Promise<RelayKeys> {
  const stored = (await readKeys(database)) ?? (await storeKeys(database, keyStore));
  const secret = Buffer.from(keyStore.open(Buffer.from(stored.sealed, 'base64'), purpose)).toString();
  const { agreement, signing } = JSON.parse(secret) as { agreement: string; signing: string };
  return {
    relayKey: stored.agreement_key,
    relayAnswerKey: stored.signing_key,
    agreementKey: privateKeyOf(agreement),
    signingKey: privateKeyOf(signing),
  };
}

/** The 32 bytes of a public X25519 or Ed25519 key. */
export function rawKeyOf(publicKey: KeyObject): Buffer {
  const { x } = publicKey.export({ format: 'jwk' });
  return Buffer.from(x ?? '', 'base64url');
}

async function readKeys(database: Database): Promise<Stored | undefined> {
  const [row] = await database.inTenant(everyTenant, (em) =>
    em.execute<Stored[]>('select agreement_key, signing_key, sealed from relay_keys where id = 1'),
  );
  return row;
}

async function storeKeys(database: Database, keyStore: KeyStore): Promise<Stored> {
  const [agreement, signing] = [generateKeyPairSync('x25519'), generateKeyPairSync('ed25519')];
  const secret = { agreement: derOf(agreement.privateKey), signing: derOf(signing.privateKey) };
  const sealed = Buffer.from(keyStore.seal(Buffer.from(JSON.stringify(secret)), purpose)).toString('base64');
  const shown = [agreement, signing].map(({ publicKey }) => rawKeyOf(publicKey).toString('base64'));
  await database.inTenant(everyTenant, (em) =>
    em.execute(
      'insert into relay_keys (id, agreement_key, signing_key, sealed) values (1, ?, ?, ?) on conflict do nothing',
      [...shown, sealed],
    ),
  );
  const stored = await readKeys(database);
  invariant(stored, 'keys are stored by now');
  return stored;
}

function derOf(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'der' }).toString('base64');
}

function privateKeyOf(der: string): KeyObject {
  return createPrivateKey({ key: Buffer.from(der, 'base64'), format: 'der', type: 'pkcs8' });
}
