/**
 * A relay: the door for devices of the field, the store of what they hand over, and the way of it to the control plane by
 * a connection of its own. What it gives up for want of room it writes into its journal, by class.
 */
import { AgentFailure } from '../../failure.ts';
import type { Chronicle } from '../../chronicle/chronicle.ts';
import type { Journal } from '../../journal.ts';
import { Connection } from '../../running/connection.ts';
import { fieldIdentity } from '../field-identity.ts';
import { FieldDoor } from './field-door.ts';
import { Forwarder } from './forwarder.ts';
import { type Carried, RelayStore } from './store.ts';

/** What a relay is made from. */
export type RelayParts = {
  readonly journal: Journal;
  readonly clock: Connection['clock'];
  readonly chronicle: Pick<Chronicle, 'record' | 'recall'>;
  readonly listen: { readonly host: string; readonly port: number };
  readonly bytesMax: number;
  readonly say: (message: string, facts: Readonly<Record<string, unknown>>) => void;
  readonly warn: (message: string, facts: Readonly<Record<string, unknown>>) => void;
};

/** How a relay stands, for the status. */
export type RelayStatus = Carried & { readonly port: number; readonly trouble: string | null };

/** A running relay. */
export type RunningRelay = { readonly status: () => RelayStatus; readonly stop: () => Promise<void> };

const tendEveryMs = 15_000;
const declaredKey = 'relay_given_up';

/** Opens a relay. Throws an AgentFailure when its address cannot be listened at. */
export async function openRelay(parts: RelayParts): Promise<RunningRelay> {
  const { journal, clock, chronicle, listen, bytesMax, say, warn } = parts;
  const store = RelayStore.open(journal.relayPath, bytesMax, (aside) => {
    warn(`What this relay carried was damaged. It is kept as ${aside}, and devices send anew.`, { aside });
  });
  const connection = new Connection(journal, { clock, timeoutMs: 20_000 });
  const door = new FieldDoor({
    store,
    identity: () => fieldIdentity(journal),
    target: targetOf(journal),
    stored: () => forwarder.wake(),
  });
  const forwarder = new Forwarder({ store, connection, settled: (deviceId) => door.settled(deviceId), warn });
  const port = await door.listen(listen).catch((fault: NodeJS.ErrnoException) => {
    throw new AgentFailure(`The relay cannot listen at ${listen.host}:${listen.port} (${fault.code}).`, 1, fault);
  });
  say(`Carrying for devices at ${listen.host}:${port}.`, { host: listen.host, port });
  const tend = (): void => {
    door.renew();
    if (fieldIdentity(journal).certificatePem !== connection.certificatePem) connection.renew();
    declareGivenUp(store, chronicle);
    forwarder.wake();
  };
  const timer = setInterval(tend, tendEveryMs);
  forwarder.wake();
  return {
    status: () => ({ ...store.carried(), port, trouble: forwarder.trouble }),
    async stop() {
      clearInterval(timer);
      forwarder.stop();
      await door.close();
      connection.close();
      store.close();
    },
  };
}

/** How much was given up since ever, whenever that has grown. What was declared is kept with the declaration. */
function declareGivenUp(store: RelayStore, chronicle: RelayParts['chronicle']): void {
  const { givenUp } = store.carried();
  const text = JSON.stringify(givenUp);
  if (text === (chronicle.recall(declaredKey) ?? '{}')) return;
  chronicle.record({ class: 'LIFECYCLE', kind: 'relay.given_up', body: { givenUp } }, { [declaredKey]: text });
}

function targetOf(journal: Journal): { host: string; port: number } {
  const { hostname, port } = new URL(journal.enrollment()?.agentsUrl ?? '');
  return { host: hostname, port: Number(port || 443) };
}
