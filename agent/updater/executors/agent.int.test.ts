/**
 * The agent replaces itself, as the real program under its real updater: it stays one process when all is well, and its former
 * version comes back by itself whatever is wrong with the next one and whoever is killed meanwhile.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { builtAgent, startAgent, until } from '../../testing/agent-process.ts';
import { beganAt, signalOne } from '../process-facts.ts';
import { runningAgent } from '../succession/agent-note.ts';
import { type EnrolledState, enrolledState } from '../testing/enrolled-state.ts';
import { SigningDesk } from '../testing/signing-desk.ts';
import { UpdateDoor } from '../testing/update-door.ts';
import { transitions, type Update } from '../update.ts';
import { bookPath, fileStore, UpdateBook } from '../update-book.ts';
import { updaterIn } from '../updater-note.ts';

const desk = new SigningDesk();
const positions: readonly string[] = Object.keys(transitions);
const sites: Site[] = [];
let program = '';
let next: Buffer;

beforeAll(async () => {
  program = await builtAgent();
  next = Buffer.from(readFileSync(program, 'utf8').replace('"0.1.0"', '"0.2.0"'));
});

afterAll(() => Promise.all(sites.map((site) => site.end())));

/** One device whose agent runs, and its control plane. */
class Site {
  readonly door: UpdateDoor;
  readonly device: EnrolledState;
  #supervisor: ReturnType<typeof spawn> | null = null;

  private constructor(door: UpdateDoor, device: EnrolledState) {
    this.door = door;
    this.device = device;
  }

  static async open({ isSupervised = false } = {}): Promise<Site> {
    const door = await UpdateDoor.open();
    const site = new Site(door, await enrolledState({ controlPlane: door.controlPlane }));
    sites.push(site);
    if (isSupervised) site.supervise();
    else site.run();
    await site.beats('0.1.0');
    return site;
  }

  /** Starts the installed program, as a person or the machine's start does. */
  run(): void {
    startAgent(program, 'run', '--state', this.device.stateDir);
  }

  /** Starts the installed program again whenever it ends, as systemd does. */
  supervise(): void {
    const unit = `SYSTEMD_EXEC_PID=$$ exec ${process.execPath} ${program} run --state ${this.device.stateDir}`;
    const loop = `while :; do sh -c '${unit}'; sleep 0.5; done`;
    this.#supervisor = spawn('sh', ['-c', loop], { detached: true, stdio: 'ignore' });
  }

  /** Says what the agent is to be, and hints at it. */
  intend(generation: number, bytes: Buffer, { withinS = 30 } = {}): void {
    const { door, device } = this;
    const { deviceId, tenantId } = device;
    door.artifact = bytes;
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    const health = [{ kind: 'control-plane', timeoutS: withinS }];
    const { intent, intentSignatures, lease, leaseSignatures } = desk.offer({
      intent: { deviceId, tenantId, generation, health },
      artifact: { digest, size: bytes.length, version: `0.${generation + 1}.0`, mediaType: 'application/javascript' },
      executor: { kind: 'agent', name: 'flotilla-agent', stopGraceS: 2 },
      lease: { deviceId, leaseId: `lease-${generation}`, fence: generation },
    });
    const spki = (key: SigningDesk['intentKeys']): string =>
      key.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
    door.leases.set(generation, 'GRANTED');
    door.intent = {
      intent,
      intentSignature: intentSignatures[0]?.signature ?? '',
      lease,
      leaseSignature: leaseSignatures[0]?.signature ?? null,
      intentPublicKey: spki(desk.intentKeys),
      leasePublicKey: spki(desk.leaseKeys),
    };
    door.hint = generation;
  }

  get update(): Update | null {
    return new UpdateBook(fileStore(bookPath(this.device.stateDir))).update;
  }

  /** The process that is the agent now. */
  get pid(): number {
    return runningAgent(this.device.stateDir)?.pid ?? 0;
  }

  /** Waits until a version beats from now on. */
  async beats(version: string): Promise<void> {
    const { beats } = this.door;
    const from = beats.length;
    await until(`${version} beats, and not ${beats.at(-1)}`, () => beats.slice(from).includes(version));
  }

  /** Waits until the control plane knows the end. */
  async ends(generation: number, status: string): Promise<void> {
    const { leases } = this.door;
    const what = (): string => `${leases.get(generation)} at ${this.update?.at}: ${this.update?.failure?.words}`;
    await until(`the lease is ${status}`, () => leases.get(generation) === status).catch((fault: unknown) => {
      throw new Error(`${String(fault)}; it is ${what()}`);
    });
  }

  /** Kills the updater as soon as the journal tells of a position, or of one behind it. */
  async killUpdaterAt(position: string): Promise<void> {
    const { stateDir } = this.device;
    mkdirSync(join(stateDir, 'updater'), { recursive: true });
    const isReached = (): boolean => positions.indexOf(this.update?.at ?? '') >= positions.indexOf(position);
    await new Promise<void>((resolve) => {
      const seen = (): void => {
        if (!isReached()) return;
        const running = updaterIn(stateDir);
        if (running) signalOne(running.pid, 'SIGKILL');
        watcher.close();
        resolve();
      };
      const watcher = watch(join(stateDir, 'updater'), seen);
      seen();
    });
    this.door.hint += 1;
  }

  async end(): Promise<void> {
    const { stateDir } = this.device;
    if (this.#supervisor?.pid) signalOne(-this.#supervisor.pid, 'SIGKILL');
    // Each of them starts the other; whoever was just started has not said so yet.
    await until('nothing runs any more', () => {
      const pids = processesOf(stateDir);
      for (const pid of pids) signalOne(pid, 'SIGKILL');
      return pids.length === 0;
    });
    await this.door.close();
    rmSync(stateDir, { recursive: true, force: true });
  }
}

/** All that runs for a state directory, by the command lines. */
function processesOf(stateDir: string): readonly number[] {
  const pids = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry));
  return pids.map(Number).filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(stateDir);
    } catch {
      return false;
    }
  });
}

/** A version that is not what it should be, in its own way. */
const broken = (line: string): Buffer => Buffer.from(`${line}\n`);

describe.concurrent('an agent that is to be another version', () => {
  test('becomes it in the same process, and stays it when the installed program is started again', async () => {
    const site = await Site.open();
    const { pid } = site;
    const began = beganAt(pid);
    site.intend(1, next);
    await site.ends(1, 'SUCCEEDED');
    expect([site.pid, beganAt(pid), site.update?.at]).toEqual([pid, began, 'HEALTHY']);
    await site.beats('0.2.0');
    process.kill(site.pid, 'SIGKILL');
    site.run();
    await site.beats('0.2.0');
    const versions = site.door.beats.filter((version, at, all) => version !== all[at - 1]);
    expect(versions).toEqual(['0.1.0', '0.2.0']);
  });

  test.for([
    ['is not answered by the control plane', null],
    ['ends at once', broken('process.exit(3);')],
    ['says nothing', broken('setInterval(() => {}, 1000);')],
    ['is no program', broken('this is { no program')],
  ] as const)('goes back by itself when the next version %s', async ([, bytes]) => {
    const site = await Site.open();
    site.door.deafTo.add('0.2.0');
    site.intend(1, bytes ?? next, { withinS: 4 });
    await site.ends(1, 'ROLLED_BACK');
    expect(site.update).toMatchObject({ at: 'ROLLED_BACK', rollback: 'DONE', previous: { version: '0.1.0' } });
    await site.beats('0.1.0');
    expect(site.door.beats).not.toContain('0.2.0');
    site.door.deafTo.clear();
    site.intend(2, Buffer.concat([next, Buffer.from('\n')]));
    await site.ends(2, 'SUCCEEDED');
    await site.beats('0.2.0');
  });

  test('comes back in its former version under a supervisor, however often the next one ends', async () => {
    const site = await Site.open({ isSupervised: true });
    site.intend(1, broken('process.exit(3);'));
    await site.ends(1, 'ROLLED_BACK');
    await site.beats('0.1.0');
    expect(runningAgent(site.device.stateDir)?.isSupervised).toBe(true);
    site.intend(2, next);
    await site.ends(2, 'SUCCEEDED');
    process.kill(site.pid, 'SIGKILL');
    await site.beats('0.2.0');
  });
});

describe.concurrent('an update of the agent', () => {
  test.for(['LEASED', 'STAGED', 'APPLYING/SWITCH', 'APPLYING/START', 'APPLYING/PROVE'])(
    'goes on to its end when the updater is killed while it is %s',
    async (position) => {
      const site = await Site.open();
      site.intend(1, next);
      await site.killUpdaterAt(position);
      await until('it is over', () => ['HEALTHY', 'ROLLED_BACK'].includes(site.update?.at ?? ''), 90_000);
      await until('it is told', () => site.update?.isReported === true, 90_000);
      // Where the start was noted and not made, nobody may make it again.
      const { at } = site.update ?? {};
      await site.beats(at === 'HEALTHY' ? '0.2.0' : '0.1.0');
      expect(site.door.leases.get(1)).toBe(at === 'HEALTHY' ? 'SUCCEEDED' : 'ROLLED_BACK');
    },
  );

  test.for(['APPLYING/PROVE', 'APPLYING/BACK_SWITCH', 'APPLYING/BACK_START'])(
    'goes back when the updater is killed while it is %s and the next version is not answered',
    async (position) => {
      const site = await Site.open();
      site.door.deafTo.add('0.2.0');
      site.intend(1, next, { withinS: 3 });
      await site.killUpdaterAt(position);
      await site.ends(1, 'ROLLED_BACK');
      await site.beats('0.1.0');
    },
  );

  test('goes back when the next version is killed before it was answered', async () => {
    const site = await Site.open();
    site.door.deafTo.add('0.2.0');
    site.intend(1, next, { withinS: 60 });
    await until('the next version runs', () => runningAgent(site.device.stateDir)?.version === '0.2.0');
    process.kill(site.pid, 'SIGKILL');
    await site.ends(1, 'ROLLED_BACK');
    await site.beats('0.1.0');
  });

  test('goes on when agent and updater are killed and the installed program is started again', async () => {
    const site = await Site.open();
    site.door.deafTo.add('0.2.0');
    site.intend(1, next, { withinS: 60 });
    await until('the next version runs', () => runningAgent(site.device.stateDir)?.version === '0.2.0');
    await site.killUpdaterAt('APPLYING/PROVE');
    process.kill(site.pid, 'SIGKILL');
    site.door.deafTo.clear();
    site.run();
    await until('it is over and told', () => site.update?.isReported === true, 90_000);
    expect(['HEALTHY', 'ROLLED_BACK']).toContain(site.update?.at);
    await site.beats(site.update?.at === 'HEALTHY' ? '0.2.0' : '0.1.0');
  });

  test('runs nothing of a version that is damaged on the disk, but the installed program', async () => {
    const site = await Site.open();
    site.intend(1, next);
    await site.ends(1, 'SUCCEEDED');
    process.kill(site.pid, 'SIGKILL');
    const current = join(site.device.stateDir, 'updater', 'agent', 'current', 'flotilla-agent.mjs');
    writeFileSync(current, readFileSync(current, 'utf8').replace('"0.2.0"', '"0.6.6"'));
    site.run();
    await site.beats('0.1.0');
    expect(site.door.beats).not.toContain('0.6.6');
  });

  test('is not missed by a device whose disk takes no notes of it', async () => {
    const site = await Site.open();
    site.intend(1, next);
    await site.ends(1, 'SUCCEEDED');
    process.kill(site.pid, 'SIGKILL');
    const { stateDir } = site.device;
    for (const name of ['agent-process.json', join('updater', 'agent', 'installed.txt')]) {
      rmSync(join(stateDir, name));
      mkdirSync(join(stateDir, name));
    }
    site.run();
    await site.beats('0.1.0');
    rmSync(join(stateDir, 'agent-process.json'), { recursive: true });
  });
});
