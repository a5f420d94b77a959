/**
 * A handful of returning agents, each a process that lives until it is killed and is then started again, as a service
 * manager does. In the end they are told to finish, and their stories are put together from what both sides know.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { characterOf } from '../fleet/character.ts';
import { Operator } from '../fleet/operator.ts';
import type { LineBody, ReturningOrder } from '../fleet/returning-order.ts';
import { rollCall } from '../fleet/roll-call.ts';
import type { HeldEntry, HeldSession, Story } from './replay-history.ts';

const program = fileURLToPath(new URL('../fleet/returning-agent.ts', import.meta.url));
const restartMs = 300;

/** What one is ordered; where it lives is known here. */
export type Order = Omit<ReturningOrder, 'stateDir' | 'historyFile' | 'agentsUrl'>;

/** One of them. */
export class ReturningOne {
  readonly order: ReturningOrder;
  deaths = 0;
  #child: ChildProcess | undefined;
  #isFinishing = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(order: ReturningOrder) {
    this.order = order;
    this.#start();
  }

  /** Whether it said all it had to say, and ended. */
  get isFinished(): boolean {
    return this.history.at(-1)?.what === 'finished';
  }

  /** What it said and heard so far. A line that a kill cut off was not said. */
  get history(): LineBody[] {
    if (!existsSync(this.order.historyFile)) return [];
    const lines = readFileSync(this.order.historyFile, 'utf8').split('\n').slice(0, -1);
    return lines.map((line) => JSON.parse(line) as LineBody);
  }

  /** Who it is and what it said and heard last, for whoever wonders why it goes on. */
  get lastWords(): string {
    const words = this.history.slice(-8).map((line) => JSON.stringify(line).slice(0, 200));
    return [`${this.order.stateDir}, ${this.deaths} deaths:`, ...words].join('\n  ');
  }

  /** Kills it, as a power cut does. It is started again. */
  kill(): void {
    this.#child?.kill('SIGKILL');
  }

  /** Lets it write no more, deliver everything, and end. */
  finish(): void {
    this.#isFinishing = true;
    this.#say();
  }

  /** Ends it for good. */
  end(): void {
    clearTimeout(this.#timer);
    this.#child?.removeAllListeners('exit');
    this.#child?.kill('SIGKILL');
  }

  #start(): void {
    // Lightning strikes once.
    const order = this.deaths > 0 ? { ...this.order, killAt: null } : this.order;
    const child = fork(program, [JSON.stringify(order)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    this.#child = child;
    child.once('message', () => this.#say());
    child.once('exit', (code) => {
      if (code === 0) return;
      this.deaths += 1;
      this.#timer = setTimeout(() => this.#start(), restartMs);
    });
  }

  #say(): void {
    if (this.#isFinishing && this.#child?.connected) this.#child.send('finish');
  }
}

/** Enrolls as many devices as there are orders, or uses those that are, and starts them. Numbers begin at `first`. */
export async function startReturning(
  orders: readonly Order[],
  where: { readonly directory: string; readonly apiUrl: string; readonly agentsUrl: string; readonly first: number },
): Promise<ReturningOne[]> {
  const { directory, apiUrl, agentsUrl, first } = where;
  const counts = { heartbeats: 0, batches: 0, rows: 0, failures: 0, revoked: 0 };
  const settings = { sampleEveryMs: 1_000, rowsPerBatch: 10, counts, signal: new AbortController().signal };
  const operator = (): Promise<Operator> => Operator.enter(apiUrl, null);
  mkdirSync(directory, { recursive: true });
  await rollCall({ count: first + orders.length, stateDir: directory, settings, operator, told: () => undefined });
  return orders.map((order, place) => {
    const { name } = characterOf(first + place);
    const stateDir = join(directory, name);
    return new ReturningOne({ ...order, stateDir, agentsUrl, historyFile: join(directory, `${name}.history`) });
  });
}

/** Puts the story of one together: its own words, and what the API says of it. */
export async function storyOf(one: ReturningOne, operator: Operator): Promise<Story> {
  const { history } = one;
  const final = history.findLast((line) => line.what === 'finished');
  if (!final) throw new Error(`it never finished: ${one.lastWords}`);
  const { deviceId: id } = final;
  const { device } = await operator.ask<{ device: { trust: string } }>(
    'query ReturnTrust($id: ID!) { device(id: $id) { trust } }',
    { id },
  );
  const journal = await allOf<HeldEntry>(operator, id, 'journal { epoch seq toSeq class isDropped hash }');
  const sessions = await allOf<HeldSession>(operator, id, 'replays { sessionEpoch state endReason openedAt endedAt }');
  return { history, journal: journal.toReversed(), sessions, trust: device.trust, isRogue: one.order.rogueAt !== null };
}

type Page<Node> = {
  readonly edges: readonly { readonly node: Node }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
};

/** Every row of a list of a device, newest first; the list is named with the fields that are asked for. */
export async function allOf<Node>(operator: Operator, id: string, list: string): Promise<Node[]> {
  const [name = '', ...fields] = list.split(' ');
  const document = `query ReturnRows($id: ID!, $after: String) { device(id: $id) {
    rows: ${name}(first: 200, after: $after) { edges { node ${fields.join(' ')} } pageInfo { hasNextPage endCursor } } } }`;
  const nodes: Node[] = [];
  for (let after: string | null | undefined; after !== null;) {
    const variables = after === undefined ? { id } : { id, after };
    const { device } = await operator.ask<{ device: { rows: Page<Node> } }>(document, variables);
    nodes.push(...device.rows.edges.map(({ node }) => node));
    after = device.rows.pageInfo.hasNextPage ? device.rows.pageInfo.endCursor : null;
  }
  return nodes;
}
