/** Every read of proposed roots. */
import type { EntityManager } from '@flotilla/kernel/database';
import { ask } from '@flotilla/kernel/transaction';
import { dated } from '../dated.ts';
import { ofTenant } from '../of-tenant.ts';
import type { RootKey, RootSignature } from './events.ts';

/** A proposed root as the rows have it. */
export type ProposalRow = {
  readonly version: number;
  readonly keys: RootKey[];
  readonly threshold: number;
  readonly previousKeyIds: readonly string[];
  readonly previousThreshold: number;
  readonly content: string;
  readonly signatures: readonly RootSignature[];
  readonly expiresAt: Date;
  readonly openUntil: Date;
  readonly proposedAt: Date;
  readonly proposedBy: string;
};

const columns = `p.version, p.keys, p.threshold, p.previous_key_ids as "previousKeyIds",
  p.previous_threshold as "previousThreshold", p.content, p.signatures, p.expires_at as "expiresAt",
  p.open_until as "openUntil", p.proposed_at as "proposedAt", p.proposed_by as "proposedBy"`;

/** The root that waits for signatures now; null where none does. */
export async function findOpenRoot(em: EntityManager): Promise<ProposalRow | null> {
  const sql = `select ${columns} from metadata_root_proposals p
    where ${ofTenant('p')} and p.state = 'OPEN' and p.open_until > clock_timestamp()`;
  return (await rowsOf(em, sql))[0] ?? null;
}

/** The last root that was published by a proposal: it knows what people call its keys. Null where there was none. */
export async function findLastPublished(em: EntityManager): Promise<ProposalRow | null> {
  const sql = `select ${columns} from metadata_root_proposals p
    where ${ofTenant('p')} and p.state = 'PUBLISHED' order by p.version desc limit 1`;
  return (await rowsOf(em, sql))[0] ?? null;
}

async function rowsOf(em: EntityManager, sql: string): Promise<ProposalRow[]> {
  return dated(await ask<ProposalRow>(em, sql, []), ['expiresAt', 'openUntil', 'proposedAt']);
}
