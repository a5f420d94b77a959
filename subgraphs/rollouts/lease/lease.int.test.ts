import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Aggregate } from '@flotilla/kernel/aggregate';
import { isRefusal } from '@flotilla/kernel/errors';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { leaseAggregate } from '../aggregates.ts';
import { grantLeases } from '../orchestrator/granting.ts';
import { Installation, type Worker } from '../testing/installation.ts';
import { somePlan } from '../testing/plans.ts';
import type { LeaseEvent } from './events.ts';
import { lease, type LeaseCommand, type LeaseState } from './lease.ts';

type Leases = Aggregate<LeaseState, LeaseCommand, LeaseEvent>;
type Progress = 'HAS_LEASE' | 'BUSY' | 'DONE';

/** How long after the grant a lease expires in the drawn stories, in seconds; the told ones have all the time. */
const hasty = 0.08;
const unhurried = 60;
const areaA = '0198a000-0000-7000-8000-00000000000a';
const areaB = '0198a000-0000-7000-8000-00000000000b';
const free = async (): Promise<void> => undefined;

let installation: Installation;

beforeAll(async () => {
  installation = await Installation.open();
});
afterAll(() => installation.close());

const workersOf = (leases: Leases): Promise<Worker[]> => Promise.all([1, 2, 3].map(() => installation.worker(leases)));
let sound: Promise<Worker[]> | undefined;
const threeWorkers = (leases?: Leases): Promise<Worker[]> =>
  leases ? workersOf(leases) : (sound ??= workersOf(leaseAggregate));

/** One thing that happens; `at` chooses the device it happens to. */
type Happening = {
  readonly what:
    'round' | 'hear' | 'begin' | 'finish' | 'report' | 'stale report' | 'pause' | 'resume' | 'wait' | 'sweep';
  readonly at: number;
};

const happening: fc.Arbitrary<Happening> = fc.record({
  what: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom('round', 'hear', 'begin', 'finish', 'report') },
    { weight: 1, arbitrary: fc.constantFrom('stale report', 'pause', 'resume', 'wait', 'sweep') },
  ),
  at: fc.nat(3),
});

/** How the devices behave, and how long they have. */
type How = { readonly startsOnBelief: boolean; readonly beginWithinS: number };
const usual: How = { startsOnBelief: false, beginWithinS: unhurried };

/** Four devices with journals, two slots in all and one in the first area, and three workers that serve them at once. */
class Farm {
  readonly tenantId = randomUUID();
  readonly journals: Map<number, Progress>[] = [new Map(), new Map(), new Map(), new Map()];
  readonly #workers: readonly Worker[];
  readonly #how: How;
  #ids: string[] = [];
  #rolloutId = '';
  broken: string | null = null;

  constructor(workers: readonly Worker[], how: Partial<How>) {
    this.#workers = workers;
    this.#how = { ...usual, ...how };
  }

  async prepare(): Promise<void> {
    this.#ids = await installation.devices(this.tenantId, [
      { domainId: areaA },
      { domainId: areaA },
      { domainId: areaB },
      { domainId: areaB },
    ]);
    await installation.budget(this.tenantId, 'global', 2);
    await installation.budget(this.tenantId, `area:${areaA}`, 1);
    const plan = somePlan();
    const waves = plan.waves.map((wave) => ({ ...wave, gates: { ...wave.gates, deadlineS: 0.05 } }));
    this.#rolloutId = await installation.rollout(this.tenantId, {
      beginWithinS: this.#how.beginWithinS,
      waves,
      strategy: 'PINNED',
    });
    await this.#workers[0]?.orchestrator.round();
  }

  /** Leaves nothing for the orchestrators of the next farm to do. */
  close(): Promise<void> {
    return installation.tell(this.tenantId, this.#rolloutId, { type: 'AbortRollout', reason: 'seen enough' });
  }

  /** Three happenings at once, each by a worker of its own; then every invariant is looked at. */
  async step(three: readonly Happening[]): Promise<void> {
    const failures: unknown[] = [];
    await Promise.all(
      three.map((each, index) =>
        this.#happen(this.#workers[index]!, each).catch((error: unknown) => failures.push(error)),
      ),
    );
    // A worker that lost a race says so and tries again later; whatever else fails is a finding.
    const finding = failures.find((error) => !isRefusal(error) || error.code !== 'CONFLICT');
    if (finding instanceof Error) this.broken ??= `a call failed: ${finding.message}`;
    this.broken ??= await this.#look();
  }

  async #happen(worker: Worker, { what, at }: Happening): Promise<void> {
    const deviceId = this.#ids[at]!;
    const journal = this.journals[at]!;
    const of = { tenantId: this.tenantId, deviceId };
    const fenceOf = (progress: Progress) => [...journal].findLast(([, each]) => each === progress)?.[0];
    switch (what) {
      case 'round':
        await worker.database.inTenant(this.tenantId, (em) => grantLeases(em, this.tenantId, this.#rolloutId));
        return;
      case 'hear': {
        const [held] = await this.#leases(`device_id = '${deviceId}' and stage = 'GRANTED'`);
        if (held && !journal.has(held.fence)) journal.set(held.fence, 'HAS_LEASE');
        if (held && this.#how.startsOnBelief && journal.get(held.fence) === 'HAS_LEASE')
          journal.set(held.fence, 'BUSY');
        return;
      }
      case 'begin': {
        const fence = fenceOf('HAS_LEASE');
        if (fence === undefined) return;
        const [told] = await this.#leases(`device_id = '${deviceId}' and fence = ${fence}`);
        const words = { leaseId: told!.id, fence, intentDigest: told!.intentDigest };
        const verdict = await worker.desk.begin(of, words, free);
        if (verdict === 'PERMITTED' && ![...journal.values()].includes('BUSY')) journal.set(fence, 'BUSY');
        return;
      }
      case 'finish': {
        const fence = fenceOf('BUSY');
        if (fence !== undefined) journal.set(fence, 'DONE');
        return;
      }
      case 'report':
      case 'stale report': {
        const done = [...journal].filter(([, progress]) => progress === 'DONE').map(([fence]) => fence);
        const fence = what === 'report' ? done.at(-1) : done[0];
        if (fence === undefined) return;
        const [told] = await this.#leases(`device_id = '${deviceId}' and fence = ${fence}`);
        // Whoever aborted may try again, so that devices are leased more than once.
        const end = { outcome: 'ABORTED', code: null, detail: null } as const;
        await worker.desk.report(of, { leaseId: told!.id, fence, ...end }, free);
        await installation.tell(this.tenantId, this.#rolloutId, { type: 'RetryFailed', deviceIds: this.#ids });
        return;
      }
      case 'pause':
        return installation.tell(this.tenantId, this.#rolloutId, { type: 'PauseRollout', reason: 'to see' });
      case 'resume':
        return installation
          .tell(this.tenantId, this.#rolloutId, { type: 'ResumeRollout' })
          .catch((error: { code?: string }) => {
            if (error.code !== 'CONFLICT') throw error;
          });
      case 'wait':
        await new Promise((resolve) => setTimeout(resolve, hasty * 1_000 + 20));
        return void (await worker.desk.sweep(this.tenantId));
      case 'sweep':
        return void (await worker.desk.sweep(this.tenantId));
    }
  }

  async #look(): Promise<string | null> {
    const open = await this.#leases("stage in ('GRANTED', 'ACTIVE', 'SUSPECT')");
    const slots = await installation.sql<{ scope: string; used: number }>(
      this.tenantId,
      'select scope, used from budget_slots where tenant_id = ?',
      [this.tenantId],
    );
    for (const { scope, used } of slots) {
      const holding = open.filter(({ scopes }) => scopes.includes(scope)).length;
      if (used !== holding) return `I5: ${used} slots of ${scope} are used by ${holding} leases`;
    }
    const busy = this.journals.flatMap((journal, at) =>
      [...journal].filter(([, progress]) => progress === 'BUSY').map(([fence]) => ({ fence, at })),
    );
    if (busy.length > 2) return `I1: ${busy.length} devices are busy`;
    if (busy.filter(({ at }) => at < 2).length > 1) return 'I2: two devices of the first area are busy';
    for (const { at, fence } of busy) {
      const held = open.find(({ deviceId }) => deviceId === this.#ids[at]);
      if (held?.fence !== fence || held.stage === 'GRANTED') return `I3: a device is busy without its lease`;
    }
    return null;
  }

  #leases(condition: string) {
    return installation.sql<{
      id: string;
      deviceId: string;
      fence: number;
      stage: string;
      scopes: string[];
      intentDigest: string;
    }>(
      this.tenantId,
      `select id, device_id as "deviceId", fence, stage, scopes, intent_digest as "intentDigest" from leases
       where tenant_id = ? and ${condition}`,
      [this.tenantId],
    );
  }
}

async function live(workers: readonly Worker[], story: readonly Happening[][], how: Partial<How> = {}) {
  const farm = new Farm(workers, how);
  await farm.prepare();
  for (const three of story) {
    await farm.step(three);
    if (farm.broken !== null) break;
  }
  await farm.close();
  return farm;
}

const three = (...whats: [Happening['what'], number][]): Happening[] => whats.map(([what, at]) => ({ what, at }));

describe('three orchestrators on one PostgreSQL', () => {
  test('keep every budget and every fence, whatever happens at the same moment', async () => {
    const workers = await threeWorkers();
    const story = fc.array(fc.array(happening, { minLength: 3, maxLength: 3 }), { minLength: 6, maxLength: 14 });
    await fc.assert(
      fc.asyncProperty(story, async (steps) => {
        expect((await live(workers, steps, { beginWithinS: hasty })).broken).toBeNull();
      }),
      { numRuns: 8, endOnFailure: true },
    );
  });

  test('grant what there is room for once, however many of them grant', async () => {
    const workers = await threeWorkers();
    const farm = await live(workers, [three(['round', 0], ['round', 0], ['round', 0])]);
    const rows = await installation.sql(farm.tenantId, 'select id from leases where tenant_id = ?', [farm.tenantId]);
    expect(farm.broken).toBeNull();
    expect(rows).toHaveLength(2);
  });

  test('would be caught by the table if they forgot to ask', async () => {
    const tenantId = randomUUID();
    await installation.budget(tenantId, 'global', 1);
    const insert = 'insert into budget_slots (tenant_id, scope, used, parallel_max) values (?, ?, 2, 1)';
    await expect(installation.sql(tenantId, insert, [tenantId, 'global'])).rejects.toThrow(/slots_within_cap/);
  });
});

describe('the same story with a planted fault', () => {
  const every = (what: Happening['what']): Happening[][] => [0, 1, 2, 3].map((at) => three([what, at]));
  const work: Happening[][] = [...every('round').slice(0, 1), ...every('hear'), ...every('begin')];

  test('breaks when time ends what was begun', async () => {
    const leases: Leases = {
      ...leaseAggregate,
      decide(command, state) {
        const held = state.lease;
        const isTime = command.type === 'SuspectLease' && held?.stage === 'ACTIVE';
        return isTime ? [{ type: 'LeaseExpired', data: held.facts }] : lease.decide(command, state);
      },
    };
    const story = [...work, three(['wait', 0]), three(['sweep', 0])];
    expect((await live(await threeWorkers(), story)).broken).toBeNull();
    expect((await live(await threeWorkers(leases), story)).broken).toMatch(/^I3/);
  });

  test('breaks when a report is believed whatever its fence', async () => {
    const leases: Leases = {
      ...leaseAggregate,
      decide(command, state) {
        const held = state.lease;
        if (command.type !== 'ReportLease' || !held) return lease.decide(command, state);
        const { leaseId, fence } = held.facts;
        return lease.decide({ ...command, leaseId, fence }, state);
      },
    };
    const story = [...work, ...every('finish'), ...every('report'), ...work, ...work, ...every('stale report')];
    expect((await live(await threeWorkers(leases), story)).broken).toMatch(/^I3/);
  });

  test('breaks when devices start on what they heard', async () => {
    expect((await live(await threeWorkers(), work, { startsOnBelief: true })).broken).toMatch(/^I3/);
  });
});
