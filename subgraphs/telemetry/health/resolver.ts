/** The health of ingest over GraphQL: fleet tells of everything else. */
import { allow, Authorize } from '@flotilla/kernel/authorize';
import type { Context } from '@flotilla/kernel/context';
import { Refusal } from '@flotilla/kernel/errors';
import { HealthSignal } from '@flotilla/kernel/health-signal';
import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { findDomainPath, readIngestMinutes } from './queries.ts';
import { rejectionSignal } from './rejections.ts';

/** The query of ingest's health. */
@Resolver()
export class IngestHealthResolver {
  @Authorize(allow(['VIEWER'], 'telemetry:read'))
  @Query(() => HealthSignal, { description: 'How much of what devices push is refused; `fleetHealth` has the rest.' })
  async ingestHealth(
    @Arg('domainId', () => ID, {
      nullable: true,
      description: 'Only this domain and below; absent for the whole tenant.',
    })
    domainId: string | null | undefined,
    @Ctx() context: Context,
  ): Promise<HealthSignal> {
    const minutes = await context.read(async (em) => {
      const path = domainId ? await findDomainPath(em, domainId) : null;
      if (domainId && path === null) {
        throw new Refusal('NOT_FOUND', 'There is no such domain in this tenant.', {
          element: 'domainId',
          id: domainId,
        });
      }
      return readIngestMinutes(em, path);
    });
    return rejectionSignal(minutes, Date.now());
  }
}
