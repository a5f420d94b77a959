/** What `flotilla-agent status` says of updates, for people and for machines, at each of their ends. */
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { builtAgent, ranAgent } from '../testing/agent-process.ts';
import { servicesDir } from './executors/service-note.ts';
import { ServiceExecutor } from './executors/service.ts';
import { type EnrolledState, enrolledState } from './testing/enrolled-state.ts';
import { SigningDesk } from './testing/signing-desk.ts';
import { UpdateDoor } from './testing/update-door.ts';

const desk = new SigningDesk();
let program = '';
let door: UpdateDoor;
let device: EnrolledState;

beforeAll(async () => {
  [program, door] = await Promise.all([builtAgent(), UpdateDoor.open()]);
  device = await enrolledState({ desk, controlPlane: door.controlPlane });
});

afterAll(async () => {
  await new ServiceExecutor(servicesDir(device.stateDir), 'web', null).stop();
  await door.close();
  rmSync(device.stateDir, { recursive: true });
});

/** Offers a script as a version, lets the updater look, and answers what the status says. */
async function statusAfter(generation: number, script: string, by = desk) {
  const { stateDir, deviceId, tenantId } = device;
  door.artifact = Buffer.from(`#!/bin/sh\n${script}\n`);
  door.leases.set(generation, 'GRANTED');
  const digest = `sha256:${createHash('sha256').update(door.artifact).digest('hex')}`;
  const offer = by.offer({
    intent: { deviceId, tenantId, generation, health: [{ kind: 'exit', timeoutS: 0.5 }] },
    artifact: { digest, size: door.artifact.length, version: `${generation}.0` },
    lease: { deviceId, fence: generation },
  });
  mkdirSync(join(stateDir, 'updater'), { recursive: true });
  writeFileSync(join(stateDir, 'updater', 'offer.json'), JSON.stringify(offer));
  await ranAgent(program, 'updater', '--state', stateDir);
  return said();
}

async function said() {
  const argv = ['status', '--state', device.stateDir] as const;
  const [{ stdout: text }, { stdout: json }] = await Promise.all([
    ranAgent(program, ...argv),
    ranAgent(program, ...argv, '--json'),
  ]);
  return { text, updater: (JSON.parse(json) as { readonly updater: unknown }).updater };
}

test('the status tells of the update, of what it replaces, why it failed, and what was refused last', async () => {
  expect(await said()).toMatchObject({ updater: null, text: expect.not.stringContaining('Update') });

  const good = await statusAfter(1, 'exec sleep 1000');
  expect(good.updater).toMatchObject({
    state: 'HEALTHY',
    what: 'service web',
    version: '1.0',
    isTold: true,
    pid: null,
  });
  expect(good.text).toMatch(/^Update +HEALTHY, version 1\.0 of service web \(generation 1\)$/m);

  const bad = await statusAfter(2, 'exit 3');
  expect(bad.updater).toMatchObject({ state: 'ROLLED_BACK', version: '2.0', previous: '1.0', isTold: true });
  expect(bad.text).toMatch(
    /^Update +ROLLED_BACK, version 2\.0 of service web, in place of 1\.0 .*does not run any more/m,
  );

  const refused = await statusAfter(3, 'exec sleep 1000', new SigningDesk());
  expect(refused.updater).toMatchObject({ state: 'ROLLED_BACK', refusal: { code: 'WRONG_KEY' }, nextTryAt: null });
  expect(refused.text).toMatch(/^Update refused +WRONG_KEY at 20.*: The intent is not signed by a key/m);

  writeFileSync(join(device.stateDir, 'updater', 'journal.json'), '{');
  expect((await said()).text).toMatch(/^Update +The journal of updates is damaged/m);
});
