/** Fields of waves. */
import type { Context } from '@flotilla/kernel/context';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { WaitingFor } from '../gate/graphql.ts';
import { shownWaiting } from '../plan/shown.ts';
import type { RolloutRow } from '../rollout/queries.ts';
import { explainWave } from '../target/explain.ts';
import { RolloutWave } from './graphql.ts';

/** What a wave waits for. */
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
}
