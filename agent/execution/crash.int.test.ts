/** The ledger under a process that dies at every step there is: each command is done as often as it may be, and told. */
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { openDatabase } from '../queue/database.ts';
import { CallFailed } from '../transport.ts';
import { defaultPolicy, refusalOf } from './believing/policy.ts';
import { readPolicy } from './believing/policy-file.ts';
import { Execution } from './execution.ts';
import { Ledger, type LedgerStep } from './keeping/ledger.ts';
import { Standing } from './keeping/standing.ts';
import { applied, type CommandDelivery, type DeliveredCommand, type Order } from './orders.ts';

const keys = generateKeyPairSync('ed25519');
const commandKey = keys.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
const steps: readonly LedgerStep[] = ['received', 'acknowledged', 'started', 'finished', 'reported'];

function delivered(changes: object = {}): DeliveredCommand {
  const content = {
    commandId: 'c',
    deviceId: 'd',
    kind: 'CORDON',
    payload: {},
    authorityId: 'global',
    authorityEpoch: 1,
  };
  const rest = {
    expiresAt: new Date(Date.now() + 60_000).toISOString(),
    delivery: 'AT_MOST_ONCE',
    idempotencyKey: 'k',
  };
  const said = { ...content, ...rest, ...changes };
  const envelope = JSON.stringify(said);
  return {
    id: said.commandId,
    envelope,
    signature: sign(null, Buffer.from(envelope), keys.privateKey).toString('base64'),
  };
}

/** A server that hands over until it is answered, and how often a device did what it said. */
class World {
  readonly path = join(mkdtempSync(join(tmpdir(), 'flotilla-crash-')), 'queue.sqlite');
  done = 0;
  readonly acknowledged: boolean[] = [];
  readonly outcomes: string[] = [];
  commands: DeliveredCommand[] = [];

  /** One life of an agent: until it has nothing to do any more, or dies at a step. */
  async live(diesAt: LedgerStep | null): Promise<void> {
    const database = openDatabase(this.path);
    let isDead = false;
    let died = (): void => undefined;
    const death = new Promise<void>((resolve) => (died = resolve));
    const ledger = new Ledger(database, (step) => {
      if (step !== diesAt || isDead) return;
      isDead = true;
      died();
      throw new Error('killed');
    });
    const execution = new Execution({
      deviceId: 'd',
      ledger,
      standing: new Standing(database),
      link: { call: (operation, variables) => this.#answer(operation, variables, () => isDead) as Promise<never> },
      commandKey: () => commandKey,
      now: () => Date.now(),
      knownEpoch: () => 0,
      policy: () => defaultPolicy(true),
      doer: async () => ({ perform: (order) => this.#perform(order, () => isDead), endLeftovers: () => undefined }),
      updates: { hint: 0, hinted: () => undefined },
      noteSecurity: () => undefined,
      say: () => undefined,
      warn: () => undefined,
    });
    const working = (async () => {
      await execution.resume();
      await execution.poll();
      for (let round = 0; round < 50 && (ledger.open().length > 0 || round < 2); round += 1) {
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    })();
    await Promise.race([death, working.catch(() => undefined)]);
    isDead = true;
    await execution.stop();
    await working.catch(() => undefined);
    database.close();
  }

  async #perform(_order: Order, isDead: () => boolean) {
    if (isDead()) return new Promise<never>(() => undefined);
    this.done += 1;
    return applied();
  }

  async #answer(operation: string, variables: unknown, isDead: () => boolean): Promise<unknown> {
    if (isDead()) throw new CallFailed('nobody asks any more');
    const { input } = variables as { input: { have: string[]; accepted: boolean; outcome: string } };
    if (operation === 'acknowledgeCommand') return this.acknowledged.push(input.accepted) > 0;
    if (operation === 'reportCommand') return this.outcomes.push(input.outcome) > 0;
    const isAnswered = this.acknowledged.length > 0;
    const commands = this.commands.filter(({ id }) => !isAnswered && !input.have.includes(id));
    return { commands, cancelled: [], retryAfterMs: null, updateHintGeneration: null } satisfies CommandDelivery;
  }
}

describe('a command that may be done once at most', () => {
  test.for(steps)('is done once at most, and told, when the agent dies right after it is %s', async (step) => {
    const world = new World();
    world.commands = [delivered()];
    await world.live(step);
    await world.live(null);
    expect(world.done).toBeLessThanOrEqual(1);
    expect(world.outcomes.length).toBeGreaterThan(0);
    // Only where nobody can know whether it was done is it told that it failed.
    expect(new Set(world.outcomes)).toEqual(new Set([step === 'started' ? 'FAILED' : 'APPLIED']));
    if (step !== 'started') expect(world.done).toBe(1);
  });
});

describe('a command that must be done once at least', () => {
  test.for(steps)('is done, and told, when the agent dies right after it is %s', async (step) => {
    const world = new World();
    world.commands = [delivered({ delivery: 'AT_LEAST_ONCE' })];
    await world.live(step);
    await world.live(null);
    expect(world.done).toBe(1);
    expect(new Set(world.outcomes)).toEqual(new Set(['APPLIED']));
  });

  test('is given up when the agent dies of it again and again', async () => {
    const world = new World();
    world.commands = [delivered({ delivery: 'AT_LEAST_ONCE' })];
    for (let life = 0; life < 5; life += 1) await world.live('started');
    expect(world.outcomes).toEqual(['FAILED']);
    expect(world.done).toBe(0);
  });
});

describe('the ledger', () => {
  test('knows a command again, and gives one idempotency key to one command', () => {
    const ledger = new Ledger(openDatabase(new World().path));
    const order = (commandId: string): Order => {
      const said = { deviceId: 'd', kind: 'CORDON', payload: {}, authorityId: 'g', authorityEpoch: 1 } as const;
      return { ...said, commandId, expiresAtMs: 9, delivery: 'AT_LEAST_ONCE', idempotencyKey: 'k' };
    };
    expect(ledger.receive(order('a'), '{}', null)).toBe('NEW');
    expect(ledger.receive(order('a'), '{}', null)).toBe('KNOWN');
    expect(ledger.receive(order('b'), '{}', null)).toEqual({ keyUsedBy: 'a' });
  });
});

describe('the policy of a device', () => {
  test('is what its administrator wrote, before what stands in the state directory, and nothing when it is open to all', () => {
    const [system, state] = [mkdtempSync(join(tmpdir(), 'etc-')), mkdtempSync(join(tmpdir(), 'state-'))];
    const isRefused = (): boolean =>
      refusalOf({ kind: 'DRAIN', payload: {} } as Order, readPolicy(state, false, system)) !== null;
    expect(isRefused()).toBe(false);
    writeFileSync(join(state, 'agent.json'), '{"allow":{"drain":false}}', { mode: 0o600 });
    expect(isRefused()).toBe(true);
    writeFileSync(join(system, 'agent.json'), '{"allow":{"drain":true}}', { mode: 0o644 });
    expect(isRefused()).toBe(false);
    chmodSync(join(system, 'agent.json'), 0o646);
    expect(isRefused()).toBe(true);
  });
});
