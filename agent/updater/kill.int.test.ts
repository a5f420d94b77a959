/**
 * The updater as a process that is killed at every step of an update of a real service, good and bad: the next life ends it
 * under the same fence, and a version that is well runs.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { servicesDir } from './executors/service-note.ts';
import { ServiceExecutor } from './executors/service.ts';
import type { Offer } from './sources/offer.ts';
import { HostileMirror, type Manner } from './testing/hostile-mirror.ts';
import { OrchestratorDesk } from './testing/orchestrator-desk.ts';
import { SigningDesk } from './testing/signing-desk.ts';
import { liveOnce } from './testing/updater-on-paper.ts';
import type { Update } from './update.ts';
import { bookPath, fileStore, UpdateBook } from './update-book.ts';

const root = mkdtempSync(join(tmpdir(), 'flotilla-updater-'));
const desk = new SigningDesk();
const program = join(root, 'updater-life.mjs');
const worlds: World[] = [];

beforeAll(async () => {
  // Bundled, because each of many processes would otherwise read all sources again.
  const entry = new URL('./testing/updater-life.ts', import.meta.url).pathname;
  await build({
    entryPoints: [entry],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
  });
});

afterAll(async () => {
  await Promise.all(worlds.map((world) => world.end()));
  rmSync(root, { recursive: true });
});

/** A service that says its version, and notes each of its starts; or one that ends at once. */
function serviceBytes(version: string, isGood: boolean): Buffer {
  return Buffer.from(`#!${process.execPath}
const [port, history] = process.argv.slice(2);
require('node:fs').appendFileSync(history, '${version}\\n');
${isGood ? `require('node:http').createServer((_, to) => to.end('${version}')).listen(Number(port), '127.0.0.1');` : 'process.exit(3);'}
`);
}

/** One device with its state directory, its orchestrator and its mirrors. */
class World {
  readonly stateDir = mkdtempSync(join(root, 'device-'));
  readonly history = join(this.stateDir, 'history');
  orchestrator: OrchestratorDesk | null = null;
  port = 0;
  #mirrors: HostileMirror[] = [];

  static async open(): Promise<World> {
    const world = new World();
    worlds.push(world);
    world.orchestrator = await OrchestratorDesk.open();
    world.port = await freePort();
    writeFileSync(join(world.stateDir, 'update-keys.json'), desk.keysText(), { mode: 0o600 });
    return world;
  }

  /** Offers a version, by mirrors of those manners. The lease's fence is the generation. */
  async offer(generation: number, bytes: Buffer, manners: readonly Manner[] = ['honest']): Promise<void> {
    const mirror = await HostileMirror.open(bytes, manners);
    this.#mirrors.push(mirror);
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    const url = `http://127.0.0.1:${this.port}/`;
    const offer = desk.offer({
      intent: { generation, mirrors: [mirror.url], health: [{ kind: 'http', url, timeoutS: 10 }] },
      artifact: { digest, size: bytes.length, version: String(generation) },
      executor: { name: 'web', args: [String(this.port), this.history], stopGraceS: 5 },
      lease: { leaseId: `lease-${generation}`, fence: generation },
    });
    this.orchestrator?.grant(generation);
    this.put(offer);
  }

  put(offer: Offer): void {
    writeFileSync(join(this.stateDir, 'offer.json'), JSON.stringify(offer));
  }

  /** One life of the updater, which answers how it rested. */
  live(): Promise<string> {
    return liveOnce({ stateDir: this.stateDir, orchestrator: this.orchestrator?.url ?? '', at: () => undefined });
  }

  /** One life as a process that is killed at a moment; answers what it was ended by. */
  die(moment: string): Promise<string | null> {
    const argv = [program, this.stateDir, this.orchestrator?.url ?? '', moment];
    const child = spawn(process.execPath, argv, { stdio: 'ignore' });
    return new Promise((resolve) => child.on('close', (_, signal) => resolve(signal)));
  }

  get update(): Update {
    const { update } = new UpdateBook(fileStore(bookPath(this.stateDir)));
    if (!update) throw new Error('nothing was noted');
    return update;
  }

  get starts(): string[] {
    return existsSync(this.history) ? readFileSync(this.history, 'utf8').trim().split('\n') : [];
  }

  /** What the service says. */
  async said(): Promise<string | null> {
    return new Promise((resolve) => {
      const outgoing = get(`http://127.0.0.1:${this.port}/`, (incoming) => {
        incoming.on('data', (piece: Buffer) => resolve(piece.toString()));
      });
      outgoing.on('error', () => resolve(null));
    });
  }

  async end(): Promise<void> {
    await new ServiceExecutor(servicesDir(this.stateDir), 'web', null).stop();
    await this.orchestrator?.close();
    await Promise.all(this.#mirrors.map((mirror) => mirror.close()));
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** A device on which version 1 runs. */
async function settled(): Promise<World> {
  const world = await World.open();
  await world.offer(1, serviceBytes('1', true));
  expect(await world.live()).toBe('REST');
  expect(await world.said()).toBe('1');
  return world;
}

const onTheWay = ['prepared', 'noted STAGED', 'noted STAGED/ASKED', 'begun', 'noted APPLYING/STOP', 'stopped'];
const forth = [...onTheWay, 'noted APPLYING/SWITCH', 'switched', 'noted APPLYING/START', 'started'];
const good = [...forth, 'noted HEALTHY', 'told'];
const back = [
  'noted APPLYING/BACK_STOP',
  'noted APPLYING/BACK_SWITCH',
  'noted APPLYING/BACK_START',
  'noted ROLLED_BACK',
];

describe.concurrent('an updater that is killed', () => {
  test.for(good)('at "%s" of a good update ends it HEALTHY, under its fence, started once', async (moment) => {
    const world = await settled();
    await world.offer(2, serviceBytes('2', true));
    expect(await world.die(moment)).toBe('SIGKILL');
    expect(await world.live()).toBe('REST');
    expect(world.update).toMatchObject({ at: 'HEALTHY', isReported: true, lease: { fence: 2 } });
    expect(world.orchestrator?.statusOf(2)).toBe('SUCCEEDED');
    expect(await world.said()).toBe('2');
    expect(world.starts).toEqual(['1', '2']);
  });

  test('after it noted the start and before it made it goes back, under its fence', async () => {
    const world = await settled();
    await world.offer(2, serviceBytes('2', true));
    expect(await world.die('noted APPLYING/PROVE')).toBe('SIGKILL');
    expect(await world.live()).toBe('REST');
    expect(world.update).toMatchObject({ at: 'ROLLED_BACK', rollback: 'DONE', lease: { fence: 2 } });
    expect(world.orchestrator?.statusOf(2)).toBe('ROLLED_BACK');
    await until('the old version answers', async () => (await world.said()) === '1');
    expect(world.starts).toEqual(['1', '1']);
  });

  test.for(back)('at "%s" of a bad update ends it ROLLED_BACK, under its fence', async (moment) => {
    const world = await settled();
    await world.offer(2, serviceBytes('2', false));
    expect(await world.die(moment)).toBe('SIGKILL');
    expect(await world.live()).toBe('REST');
    expect(world.update).toMatchObject({ at: 'ROLLED_BACK', isReported: true, lease: { fence: 2 } });
    expect(world.update.failure?.words).toContain('Version 2 does not run any more');
    expect(world.orchestrator?.heard.filter(({ what }) => what === 'report').at(-1)?.fence).toBe(2);
    expect(world.orchestrator?.statusOf(2)).toBe('ROLLED_BACK');
    await until('the old version answers', async () => (await world.said()) === '1');
    expect(world.starts.filter((version) => version === '2').length).toBeLessThanOrEqual(1);
  });
});

describe('an update that is not what was signed', () => {
  test.for<[string, readonly Manner[]]>([
    ['DIGEST_MISMATCH', ['swaps']],
    ['DIGEST_MISMATCH', ['breaks off', 'swaps']],
    ['OVERSIZE', ['more than it says']],
    ['SIZE_MISMATCH', ['shorter']],
  ])('is %s by a mirror that %s, never starts, and is told as aborted', async ([reason, manners]) => {
    const world = await World.open();
    await world.offer(1, serviceBytes('1', true), manners);
    expect(await world.live()).toBe('REST');
    expect(world.update).toMatchObject({ at: 'ABORTED', failure: { code: reason }, isReported: true });
    expect(world.orchestrator?.heard).toEqual([{ what: 'report', fence: 1, outcome: 'ABORTED' }]);
    expect(world.starts).toEqual([]);
  });

  test('by a bit is not known, and its reason stands in the journal', async () => {
    const world = await World.open();
    mkdirSync(world.stateDir, { recursive: true });
    const offer = desk.offer();
    world.put({ ...offer, intent: offer.intent.replace('"web"', '"wab"') });
    expect(await world.live()).toBe('REST');
    const { update, refusal } = new UpdateBook(fileStore(bookPath(world.stateDir))).memory;
    expect([update, refusal?.code]).toEqual([null, 'WRONG_KEY']);
  });
});

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await holds()); tries += 1) {
    if (tries > 300) throw new Error(`not in time: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
