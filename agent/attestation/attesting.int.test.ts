import { createHash, verify, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { test } from '../testing/agent-test.ts';
import { until } from '../testing/agent-process.ts';
import { canonicalJson } from '../updater/canonical.ts';

test('an agent says what it is at each start, signed by the key of its certificate, with a number that rises', async ({
  site,
}) => {
  const { state, device } = await site.enrolled();
  const first = site.started('run', '--state', state);
  await until('the first report', () => device.attestations.length === 1);
  const [attestation] = device.attestations;
  const { report = '', signature = '', certificatePem = '' } = attestation ?? {};
  const { publicKey } = new X509Certificate(certificatePem);
  expect(verify('sha256', Buffer.from(report), publicKey, Buffer.from(signature, 'base64'))).toBe(true);
  const said = JSON.parse(report);
  expect(canonicalJson(said)).toBe(report);
  const sha256 = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');
  expect(said).toMatchObject({
    v: 1,
    deviceId: device.deviceId,
    sequence: 1,
    agent: { binarySha256: sha256(site.program), runtimeSha256: sha256(process.execPath) },
    hardware: { parts: expect.any(Array) },
    software: expect.arrayContaining([expect.objectContaining({ name: 'linux', source: 'kernel' })]),
  });
  first.child.kill('SIGKILL');
  await first.ended;
  site.started('run', '--state', state);
  await until('the second report', () => device.attestations.length === 2);
  expect(JSON.parse(device.attestations[1]?.report ?? '')).toMatchObject({ sequence: 2, agent: said.agent });
});
