/** The agents' trusted documents, by hash. No agent's document is ever parsed in the door. */
import { Refusal } from '@flotilla/kernel/errors';
import type { AgentDocument } from '../schema-files.ts';

/** What a device may do before it has a certificate. */
const claimantOperations: ReadonlySet<string> = new Set(['claimDevice', 'collectCertificate']);

/** What waits in its subgraph until there is something to say, for up to 25 seconds. */
const waitingOperations: ReadonlySet<string> = new Set(['awaitCommands']);

/** One operation an agent can ask for. */
export type AgentOperation = {
  readonly name: string;
  readonly subgraph: string;
  /** The document's text. */
  readonly query: string;
  readonly isForClaimants: boolean;
  /** It takes long because it waits, not because there is much to do. */
  readonly isWaiting: boolean;
};

/** The operations agents can ask for, by the hash of their document. */
export class Manifest {
  readonly #operations: ReadonlyMap<string, AgentOperation>;

  constructor(documents: ReadonlyMap<string, AgentDocument>) {
    this.#operations = new Map([...documents].map(([hash, document]) => [hash, operationOf(document)]));
  }

  /** The subgraphs that agents' operations go to. */
  get subgraphs(): readonly string[] {
    return [...new Set([...this.#operations.values()].map((each) => each.subgraph))];
  }

  /** The operation with this hash. Refuses with INVALID_INPUT when it is not a trusted one. */
  get(hash: unknown): AgentOperation {
    const operation = typeof hash === 'string' ? this.#operations.get(hash) : undefined;
    if (operation) return operation;
    const details = { reason: 'PERSISTED_QUERY_NOT_FOUND' };
    throw new Refusal('INVALID_INPUT', 'No trusted document has this hash. Update the agent.', details);
  }
}

function operationOf({ operation, subgraph, document }: AgentDocument): AgentOperation {
  const isForClaimants = claimantOperations.has(operation);
  const isWaiting = waitingOperations.has(operation);
  return { name: operation, subgraph, query: document, isForClaimants, isWaiting };
}
