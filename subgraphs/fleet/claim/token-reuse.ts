/**
 * Somebody shows a token that another key has redeemed: a leaked command line, or worse. Every attempt is counted; the
 * log hears of them at most once a minute for each token, so that whoever tries cannot flood it.
 */
import { streamOf } from '@flotilla/kernel/aggregate';
import type { EntityManager } from '@flotilla/kernel/database';
import { isRefusal } from '@flotilla/kernel/errors';
import { append } from '@flotilla/kernel/log/append';
import { enrollmentTokenAggregate } from '../aggregates.ts';
import type { EnrollmentTokenReuseAttempted } from '../enrollment-token/events.ts';

/** Seconds between two facts about attempts with one token. */
export const reportEveryS = 60;

const tokensMax = 500;

/** Whether a refused claim was such an attempt. The same key asking again only lost its answer. */
export function isReuse(thrown: unknown): boolean {
  return isRefusal(thrown) && thrown.details['token'] === 'REDEEMED' && thrown.details['deviceId'] === undefined;
}

/** Counts an attempt with the token of this secret, in a transaction that sees every tenant. */
export async function noteReuse(em: EntityManager, secretHash: string): Promise<void> {
  await em.execute(
    `insert into token_reuse as r (tenant_id, token_id, attempts, unreported)
     select tenant_id, token_id, 1, 1 from enrollment_secrets where secret_hash = ?
     on conflict (tenant_id, token_id) do update
       set attempts = r.attempts + 1, unreported = r.unreported + 1, last_at = now()`,
    [secretHash],
  );
}

/** Records attempts that the log has not heard of, for every tenant. Answers how many tokens it told of. */
export async function reportReuse(em: EntityManager): Promise<number> {
  const rows = await em.execute<{ tenant_id: string; token_id: string; attempts: number }[]>(
    `with due as (
       select tenant_id, token_id from token_reuse where unreported > 0 and reported_at < now() - ? * interval '1 s'
       order by reported_at limit ? for update skip locked
     )
     update token_reuse r set unreported = 0, reported_at = now()
     from due where r.tenant_id = due.tenant_id and r.token_id = due.token_id
     returning r.tenant_id, r.token_id, r.attempts::float8 as attempts`,
    [reportEveryS, tokensMax],
  );
  for (const [tenantId, ofTenant] of Map.groupBy(rows, (row) => row.tenant_id)) {
    await append<EnrollmentTokenReuseAttempted>(em, {
      tenantId,
      metadata: { actor: 'system' },
      writes: ofTenant.map(({ token_id: tokenId, attempts }) => ({
        stream: streamOf(enrollmentTokenAggregate.category, tokenId),
        expectedVersion: null,
        events: [{ type: 'EnrollmentTokenReuseAttempted', data: { tokenId, attempts } }],
      })),
    });
  }
  return rows.length;
}
