/**
 * The programs of agents that a tenant vouches for by their measurement alone: those that are no artifact of it, such as one
 * that a distribution ships. Pure.
 */
import type { Decider } from '@flotilla/kernel/decider';
import { Refusal } from '@flotilla/kernel/errors';
import { checkedReason } from '../naming/words.ts';
import type { AgentMeasurementEvent } from './events.ts';

const measurementsMax = 500;
const sha256Shape = /^[0-9a-f]{64}$/;

/** The measurements that count. */
export type AgentMeasurementState = { readonly accepted: readonly string[] };

/** Accept a measurement, or accept it no more. */
export type AgentMeasurementCommand = {
  readonly type: 'AcceptAgentMeasurement' | 'DropAgentMeasurement';
  readonly sha256: string;
  readonly reason: string;
};

/** The decider of the stream `agent_measurement-<tenantId>`. */
export const agentMeasurement: Decider<AgentMeasurementState, AgentMeasurementCommand, AgentMeasurementEvent> & {
  category: string;
} = {
  category: 'agent_measurement',
  initialState: { accepted: [] },
  decide({ type, sha256, reason }, { accepted }) {
    if (!sha256Shape.test(sha256)) {
      throw new Refusal('INVALID_INPUT', 'A measurement is the SHA-256 of a program: 64 hex digits in lower case.', {
        element: 'sha256',
      });
    }
    const isAccepted = accepted.includes(sha256);
    if (isAccepted === (type === 'AcceptAgentMeasurement')) return [];
    const data = { sha256, reason: checkedReason(reason) };
    if (type === 'DropAgentMeasurement') return [{ type: 'AgentMeasurementDropped', data }];
    if (accepted.length >= measurementsMax) {
      throw new Refusal('LIMIT_EXCEEDED', `A tenant accepts at most ${measurementsMax} measurements. Drop old ones.`, {
        measurementsMax,
      });
    }
    return [{ type: 'AgentMeasurementAccepted', data }];
  },
  evolve({ accepted }, event) {
    const { sha256 } = event.data;
    switch (event.type) {
      case 'AgentMeasurementAccepted':
        return { accepted: [...accepted, sha256] };
      case 'AgentMeasurementDropped':
        return { accepted: accepted.filter((each) => each !== sha256) };
    }
  },
};
