/** Every read of the signing keys' rows. */
import type { EntityManager } from '@flotilla/kernel/database';
import { defineLoader } from '@flotilla/kernel/loader';
import { ask } from '@flotilla/kernel/transaction';
import { dated } from '../dated.ts';
import { ofTenant } from '../of-tenant.ts';
import {
  keyRoles,
  type KeyAlgorithm,
  type KeyRole,
  type Thresholds,
  type TrustedKey,
} from '../verification/key-words.ts';

/** One key as the rows have it. */
export type SigningKeyRow = {
  readonly keyId: string;
  readonly name: string;
  readonly role: KeyRole;
  readonly algorithm: KeyAlgorithm;
  readonly publicKeyPem: string;
  readonly validFrom: Date;
  readonly validUntil: Date | null;
  readonly addedAt: Date;
  readonly addedBy: string;
  readonly successorId: string | null;
  readonly revokedAt: Date | null;
  readonly revokeReason: string | null;
};

const dates = ['validFrom', 'validUntil', 'addedAt', 'revokedAt'] as const;
const columns = `k.key_id as "keyId", k.name, k.role, k.algorithm, k.public_key_pem as "publicKeyPem",
  k.valid_from as "validFrom", k.valid_until as "validUntil", k.added_at as "addedAt", k.added_by as "addedBy",
  k.successor_id as "successorId", k.revoked_at as "revokedAt", k.revoke_reason as "revokeReason"`;

/** All keys of the tenant, the newest first: there are few. */
export async function findSigningKeys(em: EntityManager): Promise<SigningKeyRow[]> {
  const sql = `select ${columns} from signing_keys k where ${ofTenant('k')} order by k.added_at desc, k.key_id`;
  return dated(await ask<SigningKeyRow>(em, sql, []), dates);
}

/** Keys by id. */
export const signingKeysById = defineLoader(async (em, ids: readonly string[]) => {
  const sql = `select ${columns} from signing_keys k where ${ofTenant('k')} and k.key_id = any($1)`;
  const rows = dated(await ask<SigningKeyRow>(em, sql, [ids]), dates);
  return new Map(rows.map((row) => [row.keyId, row]));
});

/** How many keys of each role must sign; `preset` where nobody said so. */
export async function findThresholds(em: EntityManager, preset: Thresholds): Promise<Thresholds> {
  const sql = `select t.role, t.threshold from signing_thresholds t where ${ofTenant('t')}`;
  const rows = await ask<{ role: KeyRole; threshold: number }>(em, sql, []);
  const said = new Map(rows.map(({ role, threshold }) => [role, threshold]));
  return Object.fromEntries(keyRoles.map((role) => [role, said.get(role) ?? preset[role]])) as Thresholds;
}

/** A row as verification wants it. */
export function trustedKeyOf(row: SigningKeyRow): TrustedKey {
  const { keyId, role, algorithm, publicKeyPem, validFrom, validUntil, revokedAt } = row;
  return {
    keyId,
    role,
    algorithm,
    publicKeyPem,
    validFrom: validFrom.toISOString(),
    validUntil: validUntil?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
  };
}
