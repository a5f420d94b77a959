/**
 * How many requests the agents' door works on at once: per connection, per subgraph, and for callers without a
 * certificate, who must not be able to crowd out those who have one. What does not fit is told when to come back,
 * each at another moment, so that those turned away together do not return together.
 */
import { Refusal } from '@flotilla/kernel/errors';
import { counter, gauge } from '@flotilla/kernel/metrics';

const inFlight = gauge({
  name: 'flotilla_gateway_agents_in_flight',
  help: 'Requests of agents being answered, by the gate they count at.',
  labelNames: ['gate'],
});
const turnedAway = counter({
  name: 'flotilla_gateway_agents_turned_away_total',
  help: 'Requests of agents told to come back later, by the gate that was full.',
  labelNames: ['gate'],
});

/** A bounded number of places. */
export class Gate {
  readonly #name: string;
  readonly #max: number;
  #taken = 0;

  constructor(name: string, max: number) {
    this.#name = name;
    this.#max = max;
  }

  /** Takes a place. Refuses with LIMIT_EXCEEDED and a moment to come back when there is none. */
  enter(): void {
    if (this.#taken >= this.#max) {
      turnedAway.inc({ gate: this.#name });
      throw full(this.#name);
    }
    this.#taken += 1;
    inFlight.inc({ gate: this.#name });
  }

  /** Gives a place back. */
  leave(): void {
    this.#taken -= 1;
    inFlight.dec({ gate: this.#name });
  }
}

/** Bounds the requests of one connection: HTTP/1.1 allows to send many before the first is answered. */
export class ConnectionGate {
  readonly #max: number;
  readonly #taken = new WeakMap<object, number>();

  constructor(max: number) {
    this.#max = max;
  }

  /** Takes a place of a connection. Refuses with LIMIT_EXCEEDED when it has none left. */
  enter(connection: object): void {
    const taken = this.#taken.get(connection) ?? 0;
    if (taken >= this.#max) throw full('connection');
    this.#taken.set(connection, taken + 1);
  }

  /** Gives a place of a connection back. */
  leave(connection: object): void {
    this.#taken.set(connection, (this.#taken.get(connection) ?? 1) - 1);
  }
}

function full(gate: string): Refusal {
  const retryAfterMs = 1000 + Math.floor(Math.random() * 4000);
  return new Refusal(
    'LIMIT_EXCEEDED',
    'The door is crowded. Come back in a moment.',
    { limit: gate },
    { retryAfterMs },
  );
}
