/** Simulations over GraphQL. */
import { randomUUID } from 'node:crypto';
import { Authorize } from '@flotilla/kernel/authorize';
import type { Context } from '@flotilla/kernel/context';
import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import { checkedPlan } from '../plan/checked-plan.ts';
import { RolloutPlanInput } from '../plan/graphql.ts';
import { knownArtifacts } from '../plan/planned-artifacts.ts';
import type { RolloutPlan } from '../rollout/events.ts';
import { mayOperate } from '../rules.ts';
import { nextOpenings } from '../window/window.ts';
import { RolloutSimulation, type SimulatedSite } from './graphql.ts';
import { readPlaces, readWorld, type Place } from './queries.ts';
import { simulate, type Simulation } from './simulate.ts';
import { violationsOf } from './violations.ts';

const shownMax = 200;

/** What a rollout would do. */
@Resolver(() => RolloutSimulation)
export class SimulationResolver {
  @Authorize(mayOperate)
  @Query(() => RolloutSimulation, { description: 'What a rollout would do if it were started now. Changes nothing.' })
  async simulateRollout(
    @Arg('input', () => RolloutPlanInput, { description: 'The plan.' }) input: RolloutPlanInput,
    @Ctx() context: Context,
  ): Promise<RolloutSimulation> {
    const artifacts = await knownArtifacts(context, input);
    const [plan, rolloutId] = [checkedPlan(input, artifacts), randomUUID()];
    const { state, channels } = artifacts.artifact;
    const [world, places] = await context.read(async (em) => [
      await readWorld(em, plan, { rolloutId, channels }),
      await readPlaces(em),
    ]);
    const played = simulate(plan, rolloutId, world);
    return {
      ...played,
      finishesAt: new Date(played.finishesAt),
      budgets: [...played.budgets],
      violations: violationsOf(plan, state, world),
      sites: sitesOf(plan, played, { places, now: world.now }),
      waves: played.waves.map(({ turns, stuck, passesAt, ...wave }) => ({
        ...wave,
        turns: turns.slice(0, shownMax).map(({ deviceId, startsAt, endsAt }) => {
          return { device: { id: deviceId }, startsAt: new Date(startsAt), endsAt: new Date(endsAt) };
        }),
        stuck: stuck.slice(0, shownMax).map(({ deviceId, reason }) => ({ device: { id: deviceId }, reason })),
        passesAt: passesAt === null ? null : new Date(passesAt),
      })),
    };
  }
}

function sitesOf(
  plan: RolloutPlan,
  played: Simulation,
  { places, now }: { readonly places: ReadonlyMap<string, Place>; readonly now: string },
): SimulatedSite[] {
  const turns = Map.groupBy(
    played.waves.flatMap((wave) => wave.turns),
    ({ locationId }) => locationId,
  );
  const sites = [...turns].map(([locationId, there]) => {
    const place = locationId === null ? undefined : places.get(locationId);
    const openings = plan.window ? nextOpenings(plan.window, place?.timeZone ?? 'UTC', now) : [];
    return {
      locationId,
      name: place?.name ?? null,
      devices: there.length,
      bytes: there.length * plan.artifact.size,
      openings: openings.map(({ opensAt, closesAt }) => ({ opensAt: new Date(opensAt), closesAt: new Date(closesAt) })),
    };
  });
  return sites.toSorted((a, b) => b.bytes - a.bytes || (a.locationId ?? '').localeCompare(b.locationId ?? ''));
}
