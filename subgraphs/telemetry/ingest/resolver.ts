/** The one mutation of telemetry. Who pushes is what the certificate says; the body is never asked. */
import { Authorize, device } from '@flotilla/kernel/authorize';
import type { Context } from '@flotilla/kernel/context';
import { invariant } from '@flotilla/kernel/invariant';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Batch } from './batch.ts';
import { PushTelemetryInput, TelemetryReceipt } from './graphql.ts';
import type { Ingest } from './ingest.ts';

/** Mutations of telemetry. */
@Resolver()
export class IngestResolver {
  readonly #ingest: Ingest;

  constructor(ingest: Ingest) {
    this.#ingest = ingest;
  }

  @Authorize(device)
  @Mutation(() => TelemetryReceipt, {
    description: 'Stores a batch of telemetry of the calling device, once however often it is sent.',
  })
  async pushTelemetry(
    @Ctx() context: Context,
    @Arg('input', () => PushTelemetryInput, { description: 'The batch.' }) input: PushTelemetryInput,
  ): Promise<TelemetryReceipt> {
    const { isDiverted: _, ...receipt } = await this.#ingest.push(batchOf(context, input));
    return { ...receipt, retryAfterMs: null };
  }
}

function batchOf({ viewer, tenantId }: Context, input: PushTelemetryInput): Batch {
  const { certificateFingerprint: fingerprint } = viewer;
  invariant(fingerprint, 'a device is identified by its certificate');
  return {
    tenantId,
    deviceId: viewer.subject,
    fingerprint,
    epoch: input.epoch,
    runKey: input.runKey,
    fromSeq: input.fromSeq,
    toSeq: input.toSeq,
    samples: input.samples ?? null,
    kernelEvents: input.kernelEvents ?? null,
    dropped: input.dropped ?? [],
  };
}
