/** The program against the control plane's wire: told keys, the mirror behind the door, the permit, the report. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { builtAgent, ranAgent, until } from '../testing/agent-process.ts';
import { servicesDir } from './executors/service-note.ts';
import { ServiceExecutor } from './executors/service.ts';
import { type EnrolledState, enrolledState } from './testing/enrolled-state.ts';
import { SigningDesk } from './testing/signing-desk.ts';
import { UpdateDoor } from './testing/update-door.ts';

const desk = new SigningDesk();
let program = '';
const ends: (() => Promise<void>)[] = [];

beforeAll(async () => {
  program = await builtAgent();
});

afterAll(async () => {
  for (const end of ends) await end();
});

/** A device that was told nothing yet, and its control plane. */
async function site() {
  const door = await UpdateDoor.open();
  const device = await enrolledState({ controlPlane: door.controlPlane });
  ends.push(async () => {
    await new ServiceExecutor(servicesDir(device.stateDir), 'web', null).stop();
    await door.close();
    rmSync(device.stateDir, { recursive: true });
  });
  const live = async () => {
    const { code, stdout, stderr } = await ranAgent(program, 'updater', '--json', '--state', device.stateDir);
    return { code, said: stdout === '' ? stderr : (JSON.parse(stdout) as object) };
  };
  return { door, device, live };
}

type Site = { readonly door: UpdateDoor; readonly device: EnrolledState };

type More = { readonly by?: SigningDesk; readonly artifact?: object; readonly executor?: object };

/** Says what the device is to run, with a lease whose fence is the generation. */
function intend({ door, device }: Site, generation: number, script: string, more: More = {}): void {
  const by = more.by ?? desk;
  const { deviceId, tenantId, stateDir } = device;
  door.artifact = Buffer.from(`#!/bin/sh\n${script}\n`);
  const digest = `sha256:${createHash('sha256').update(door.artifact).digest('hex')}`;
  const { intent, intentSignatures, lease, leaseSignatures } = by.offer({
    intent: {
      deviceId,
      tenantId,
      generation,
      health: [
        { kind: 'exit', timeoutS: 0.5 },
        { kind: 'control-plane', timeoutS: 5 },
      ],
    },
    artifact: {
      digest,
      size: door.artifact.length,
      version: String(generation),
      name: 'shop/kiosk 2+x',
      ...more.artifact,
    },
    executor: { args: [join(stateDir, 'history')], ...more.executor },
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
    intentPublicKey: spki(by.intentKeys),
    leasePublicKey: spki(by.leaseKeys),
  };
}

const staying = (word: string): string => `echo ${word} >> "$1"; exec sleep 1000`;
const history = ({ stateDir }: EnrolledState): string =>
  existsSync(join(stateDir, 'history')) ? readFileSync(join(stateDir, 'history'), 'utf8') : '';

describe.concurrent('flotilla-agent updater', () => {
  test('updates by the keys it was told first, goes back by itself, and believes no others later', async () => {
    const { door, device, live } = await site();
    expect(await live()).toMatchObject({ code: 0, said: { stage: null } });
    intend({ door, device }, 1, staying('one'));
    expect(await live()).toMatchObject({ code: 0, said: { stage: 'HEALTHY', fence: 1 } });
    expect(door.leases.get(1)).toBe('SUCCEEDED');
    await until('it runs', () => history(device) === 'one\n');
    expect(door.heard.filter((each) => each !== 'updateIntent')).toEqual(['artifact', 'beginUpdate', 'reportUpdate']);

    intend({ door, device }, 2, 'echo two >> "$1"; exit 3');
    expect(await live()).toMatchObject({ code: 1, said: { stage: 'ROLLED_BACK', fence: 2 } });
    expect(door.leases.get(2)).toBe('ROLLED_BACK');
    await until('the old version runs', () => history(device) === 'one\ntwo\none\n');
    expect(door.reports.at(-1)).toMatchObject({ code: 'HEALTH_CHECK' });

    intend({ door, device }, 3, staying('three'), { by: new SigningDesk() });
    expect(await live()).toMatchObject({ code: 1, said: { generation: 2, refusal: { code: 'WRONG_KEY' } } });
    expect(door.leases.get(3)).toBe('GRANTED');
  });

  test('starts nothing while the rollout pauses, and goes on when it does not', async () => {
    const { door, device, live } = await site();
    intend({ door, device }, 1, staying('one'));
    door.isPaused = true;
    expect(await live()).toMatchObject({ code: 75, said: { stage: 'STAGED' } });
    expect(history(device)).toBe('');
    door.isPaused = false;
    expect(await live()).toMatchObject({ code: 0, said: { stage: 'HEALTHY' } });
    expect(door.heard.filter((each) => each === 'artifact').length).toBe(1);
  });

  test('tells the control plane what this device cannot do', async () => {
    const { door, device, live } = await site();
    intend({ door, device }, 1, staying('one'), { executor: { kind: 'agent' } });
    expect(await live()).toMatchObject({ code: 1, said: { stage: 'ABORTED', failure: { code: null } } });
    expect(door.reports.at(-1)).toMatchObject({ outcome: 'ABORTED', code: 'INCAPABLE' });
    door.heard.length = 0;
    intend({ door, device }, 2, staying('two'), { artifact: { mediaType: 'application/zip' } });
    expect(await live()).toMatchObject({ code: 1, said: { failure: { code: 'UNKNOWN_MEDIA_TYPE' } } });
    expect([door.leases.get(2), door.reports.at(-1)?.code]).toEqual(['ABORTED', 'UNKNOWN_MEDIA_TYPE']);
    expect(door.heard).not.toContain('artifact');
  });

  test('tells the end of what it never began, with its reason, so that it is not tried for ever', async () => {
    const { door, device, live } = await site();
    intend({ door, device }, 1, staying('one'));
    door.artifact = Buffer.from(door.artifact.map((byte) => byte ^ 1));
    expect(await live()).toMatchObject({ code: 1, said: { stage: 'ABORTED', failure: { code: 'DIGEST_MISMATCH' } } });
    expect([door.leases.get(1), door.reports.at(-1)?.code]).toEqual(['ABORTED', 'DIGEST_MISMATCH']);
    expect(history(device)).toBe('');
  });

  test('tells by which steps an update came to its end', async () => {
    const { door, device, live } = await site();
    intend({ door, device }, 1, 'exit 3');
    expect(await live()).toMatchObject({ said: { stage: 'ROLLED_BACK' } });
    const steps = door.reports.at(-1)?.steps ?? [];
    const forth = ['LEASED', 'STAGED', 'STAGED/ASKED', 'APPLYING/STOP', 'APPLYING/SWITCH', 'APPLYING/START'];
    const back = ['APPLYING/PROVE', 'APPLYING/BACK_STOP', 'APPLYING/BACK_SWITCH', 'APPLYING/BACK_START', 'ROLLED_BACK'];
    expect(steps.map(({ state }) => state)).toEqual([...forth, ...back]);
    const times = steps.map(({ at }) => Date.parse(at));
    expect(times.every((time, index) => time >= (times[index - 1] ?? 0))).toBe(true);
  });

  test('tells what it refuses once, by its digest and reason, and later if nobody heard it', async () => {
    const { door, device, live } = await site();
    intend({ door, device }, 1, staying('one'), { executor: { kind: 'shell' } });
    door.isDeafToRefusals = true;
    expect(await live()).toMatchObject({ code: 1, said: { refusal: { code: 'UNKNOWN_MEDIA_TYPE' } } });
    expect(door.refusals).toEqual([]);
    door.isDeafToRefusals = false;
    for (const _ of [1, 2, 3]) await live();
    const intentDigest = createHash('sha256')
      .update(door.intent?.intent ?? '')
      .digest('hex');
    const told = { generation: 1, intentDigest, code: 'UNKNOWN_MEDIA_TYPE' };
    expect(door.refusals).toEqual([expect.objectContaining(told)]);
    intend({ door, device }, 2, staying('two'), { executor: { kind: 'shell' } });
    await live();
    expect(door.refusals.map(({ generation }) => generation)).toEqual([1, 2]);
    intend({ door, device }, 3, staying('three'));
    expect(await live()).toMatchObject({ code: 0, said: { stage: 'HEALTHY', refusal: null } });
  });
});
