/** Programs of agents that a tenant vouches for, over GraphQL. */
import { Authorize } from '@flotilla/kernel/authorize';
import type { Context } from '@flotilla/kernel/context';
import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { agentMeasurementAggregate } from '../aggregates.ts';
import { mayRead, mayVouch } from '../rules.ts';
import type { AgentMeasurementCommand } from './agent-measurement.ts';
import { AgentMeasurement, AgentMeasurementInput } from './graphql.ts';
import { findMeasurements } from './queries.ts';

/** The query and the mutations of measurements. */
@Resolver(() => AgentMeasurement)
export class AgentMeasurementResolver {
  @Authorize(mayRead)
  @Query(() => [AgentMeasurement], {
    description: 'The programs of agents that are accepted by measurement; 500 at most.',
  })
  async agentMeasurements(@Ctx() context: Context): Promise<AgentMeasurement[]> {
    return context.read(findMeasurements);
  }

  @Authorize(mayVouch)
  @Mutation(() => [AgentMeasurement], {
    description: 'Accepts a program of agents by its measurement. Devices that run it are judged anew.',
  })
  async acceptAgentMeasurement(
    @Arg('input', () => AgentMeasurementInput, { description: 'Which, and why.' }) input: AgentMeasurementInput,
    @Ctx() context: Context,
  ): Promise<AgentMeasurement[]> {
    return this.#changed(context, { type: 'AcceptAgentMeasurement', sha256: input.sha256, reason: input.reason });
  }

  @Authorize(mayVouch)
  @Mutation(() => [AgentMeasurement], {
    description: 'Accepts a program of agents no more. Devices that run it are judged anew.',
  })
  async dropAgentMeasurement(
    @Arg('input', () => AgentMeasurementInput, { description: 'Which, and why.' }) input: AgentMeasurementInput,
    @Ctx() context: Context,
  ): Promise<AgentMeasurement[]> {
    return this.#changed(context, { type: 'DropAgentMeasurement', sha256: input.sha256, reason: input.reason });
  }

  async #changed(context: Context, command: AgentMeasurementCommand): Promise<AgentMeasurement[]> {
    await context.handle(agentMeasurementAggregate, { id: context.tenantId, command });
    return this.agentMeasurements(context);
  }
}
