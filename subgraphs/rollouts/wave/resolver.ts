/** Fields of waves. */
import type { Context } from '@flotilla/kernel/context';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { WaitingFor } from '../gate/graphql.ts';
import type { JudgedMeasure } from '../gate/health.ts';
import { WaveHealthMeasure } from '../health/graphql.ts';
import { findHealth } from '../health/queries.ts';
import { shownWaiting } from '../plan/shown.ts';
import type { RolloutRow } from '../rollout/queries.ts';
import { explainWave } from '../target/explain.ts';
import { RolloutWave } from './graphql.ts';

/** What a wave waits for, and how its devices are. */
@Resolver(() => RolloutWave)
export class RolloutWaveResolver {
  @FieldResolver(() => WaitingFor, {
    nullable: true,
    description: 'Why it has not passed; null when it has, or works.',
  })
  async waitingFor(
    @Root() { rollout, index }: RolloutWave & { rollout: RolloutRow },
    @Ctx() context: Context,
  ): Promise<WaitingFor | null> {
    return shownWaiting(await context.read((em) => explainWave(em, rollout, index)));
  }

  @FieldResolver(() => [WaveHealthMeasure], {
    description:
      'How its devices are by each measure: before their update, since, and their like that were not touched. Empty ' +
      'unless its gates need health; of a wave that ended, what was last measured.',
  })
  async health(
    @Root() { rollout, index, gates }: RolloutWave & { rollout: RolloutRow },
    @Ctx() context: Context,
  ): Promise<WaveHealthMeasure[]> {
    if (!gates.needsHealth || index > rollout.wave) return [];
    const { measures, measuredUntil } = await context.read((em) =>
      findHealth(em, { rolloutId: rollout.id, wave: index }),
    );
    return measures.map((measure) => shownMeasure(measure, measuredUntil));
  }
}

function shownMeasure(measure: JudgedMeasure, measuredUntil: string | null): WaveHealthMeasure {
  const { name, unit, before, after, control, limit, verdict, words: reason } = measure;
  const isOfFleet = name === 'degraded' || name === 'silent';
  return {
    name,
    unit,
    before: before.value,
    after: after.value,
    control: control.value,
    limit,
    devices: after.devices,
    controlDevices: control.devices,
    samples: after.samples,
    verdict,
    reason,
    measuredAt: isOfFleet || measuredUntil === null ? null : new Date(measuredUntil),
  };
}
