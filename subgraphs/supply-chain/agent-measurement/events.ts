/** What can happen to the programs of agents that a tenant vouches for, as facts. */
import type { Event } from '@flotilla/kernel/event';

/** Agents may be this program from now on. */
export type AgentMeasurementAccepted = Event<
  'AgentMeasurementAccepted',
  {
    /** SHA-256 of the program's file, lower-case hex. */
    readonly sha256: string;
    readonly reason: string;
  }
>;

/** Agents may not be this program any more. */
export type AgentMeasurementDropped = Event<
  'AgentMeasurementDropped',
  { readonly sha256: string; readonly reason: string }
>;

/** Every fact of the stream `agent_measurement-<tenantId>`. */
export type AgentMeasurementEvent = AgentMeasurementAccepted | AgentMeasurementDropped;
