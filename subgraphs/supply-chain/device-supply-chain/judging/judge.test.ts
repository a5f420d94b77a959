import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { InstalledReport } from '../reporting/installed-report.ts';
import { judgeDevice, type JudgedDevice, type JudgingFacts, type KnownArtifact } from './judge.ts';

const agentSha = 'a'.repeat(64);
const configSha = 'c'.repeat(64);
const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;
const quiet: JudgingFacts = {
  artifacts: [],
  told: [],
  agent: { shipped: [agentSha], accepted: [], isDemanded: false },
};
const till: KnownArtifact = {
  digest: digest('1'),
  name: 'till',
  version: '1.0.0',
  stage: 'VERIFIED',
  reason: null,
  hasProvenance: true,
  hasSbom: true,
};

function device(over: Partial<InstalledReport> = {}): JudgedDevice {
  const report: InstalledReport = {
    v: 1,
    deviceId: 'd',
    at: '2026-11-21T10:00:00.000Z',
    sequence: 1,
    agent: { version: '0.1.0', binarySha256: agentSha, runtimeSha256: null, configSha256: configSha },
    hardware: { serial: 'SN-1', manufacturer: null, model: null, parts: [] },
    firmware: [],
    software: [{ name: 'linux', version: '6.1', digest: null, source: 'kernel' }],
    ...over,
  };
  return { report, reportedAt: '2026-11-21T10:00:01.000Z', baseline: { serial: 'SN-1', configSha256: configSha } };
}

const runs = (of: string, name = 'till') =>
  device({ software: [{ name, version: '1.0.0', digest: of, source: 'updater' }] });
const codesOf = (about: JudgedDevice, facts: JudgingFacts) => judgeDevice(about, facts).reasons.map(({ code }) => code);

describe('the verdict on a device', () => {
  test('is TRUSTED where its agent is expected and every byte that was brought is traced', () => {
    expect(judgeDevice(device(), quiet)).toEqual({ verdict: 'TRUSTED', reasons: [] });
    expect(judgeDevice(runs(till.digest), { ...quiet, artifacts: [till] })).toEqual({
      verdict: 'TRUSTED',
      reasons: [],
    });
  });

  test.for([
    ['SOFTWARE_NOT_REGISTERED', []],
    ['SOFTWARE_WITHDRAWN', [{ ...till, stage: 'WITHDRAWN' }]],
    ['SOFTWARE_REVOKED_KEY', [{ ...till, stage: 'REJECTED', reason: 'REVOKED_KEY' }]],
    ['SOFTWARE_REJECTED', [{ ...till, stage: 'REJECTED', reason: 'SBOM_INVALID' }]],
  ] as const)('is a VIOLATION with %s', ([code, artifacts]) => {
    const { verdict, reasons } = judgeDevice(runs(till.digest), { ...quiet, artifacts });
    expect([verdict, reasons.map((reason) => reason.code)]).toEqual(['VIOLATION', [code]]);
  });

  test.for([
    ['NO_SBOM', { ...till, hasSbom: false }],
    ['NO_PROVENANCE', { ...till, hasProvenance: false }],
    ['SOFTWARE_NOT_VERIFIED', { ...till, stage: 'UPLOADED' }],
  ] as const)('is UNKNOWN with %s, and not a violation', ([code, artifact]) => {
    const { verdict, reasons } = judgeDevice(runs(till.digest), { ...quiet, artifacts: [artifact] });
    expect([verdict, reasons.map((reason) => reason.code)]).toEqual(['UNKNOWN', [code]]);
  });

  test('does not know an agent nobody speaks of, and minds it where the tenant says what agents are', () => {
    const nobody = { ...quiet, agent: { shipped: [], accepted: [], isDemanded: false } };
    expect(judgeDevice(device(), nobody)).toMatchObject({
      verdict: 'UNKNOWN',
      reasons: [{ code: 'AGENT_BINARY_UNKNOWN' }],
    });
    const demanding = { ...quiet, agent: { shipped: [], accepted: ['b'.repeat(64)], isDemanded: true } };
    expect(judgeDevice(device(), demanding).verdict).toBe('VIOLATION');
    const accepting = { ...quiet, agent: { shipped: [], accepted: [agentSha], isDemanded: true } };
    expect(judgeDevice(device(), accepting).verdict).toBe('TRUSTED');
  });

  test('minds an agent whose artifact was withdrawn, whoever ships or accepts it', () => {
    const agent = { ...till, digest: `sha256:${agentSha}`, name: 'flotilla-agent', stage: 'WITHDRAWN' };
    const facts = {
      ...quiet,
      artifacts: [agent],
      agent: { shipped: [agentSha], accepted: [agentSha], isDemanded: true },
    };
    expect(codesOf(device(), facts)).toEqual(['SOFTWARE_WITHDRAWN']);
  });

  test('minds another serial number and another configuration than the device had', () => {
    const moved = device({ hardware: { ...device().report.hardware, serial: 'SN-2' } });
    expect(codesOf(moved, quiet)).toEqual(['HARDWARE_CHANGED']);
    const unreadable = device({ hardware: { ...device().report.hardware, serial: null } });
    expect(codesOf(unreadable, quiet)).toEqual([]);
    const other = device({ agent: { ...device().report.agent, configSha256: 'd'.repeat(64) } });
    expect(codesOf(other, quiet)).toEqual(['AGENT_CONFIG_CHANGED']);
  });

  test('minds other bytes than the last update brought, unless it came after the report', () => {
    const older = { ...till, digest: digest('2'), version: '0.9.0' };
    const told = [{ name: 'till', version: '1.0.0', digest: till.digest, since: '2026-11-21T09:00:00.000Z' }];
    const facts = { ...quiet, artifacts: [till, older], told };
    expect(codesOf(runs(older.digest), facts)).toEqual(['DIGEST_DIFFERS']);
    // The service has a name of its own; the artifact's is what an update knows.
    expect(codesOf(runs(older.digest, 'shop'), facts)).toEqual(['DIGEST_DIFFERS']);
    expect(codesOf(runs(till.digest, 'shop'), facts)).toEqual([]);
    expect(
      codesOf(runs(older.digest), { ...facts, told: [{ ...told[0]!, since: '2026-11-21T11:00:00.000Z' }] }),
    ).toEqual([]);
  });

  /** What holds for a way of judging, whatever is known and runs. */
  const honest = (judge: typeof judgeDevice) => {
    const letters = ['1', '2', '3'] as const;
    const stage = fc.constantFrom('REGISTERED', 'UPLOADED', 'VERIFIED', 'REJECTED', 'WITHDRAWN');
    const known = fc.record({
      letter: fc.constantFrom(...letters),
      stage,
      hasSbom: fc.boolean(),
      hasProvenance: fc.boolean(),
    });
    const artifacts = fc.uniqueArray(known, { selector: ({ letter }) => letter });
    const running = fc.array(fc.constantFrom(...letters), { minLength: 1, maxLength: 3 });
    return fc.property(artifacts, running, (all, runs3) => {
      const of = all.map(({ letter, ...rest }) => ({ ...till, ...rest, digest: digest(letter) }));
      const software = runs3.map((letter) => {
        return { name: letter, version: '1', digest: digest(letter), source: 'updater' };
      });
      const { verdict } = judge(device({ software }), { ...quiet, artifacts: of });
      const stages = runs3.map((letter) => all.find((each) => each.letter === letter)?.stage ?? 'UNKNOWN');
      const isTraced = stages.every((each) => each === 'VERIFIED');
      const isFallen = stages.some((each) => ['UNKNOWN', 'REJECTED', 'WITHDRAWN'].includes(each));
      return (verdict !== 'TRUSTED' || isTraced) && (verdict === 'VIOLATION') === isFallen;
    });
  };

  test('is never TRUSTED while a byte that was brought is not a verified artifact, and a VIOLATION exactly where one fell', () => {
    fc.assert(honest(judgeDevice));
  });

  test('would be caught forgetting withdrawals, or looking at one thing that runs and not at all', () => {
    const lenient: typeof judgeDevice = (about, facts) =>
      judgeDevice(about, {
        ...facts,
        artifacts: facts.artifacts.map((each) => ({ ...each, stage: each.stage.replace('WITHDRAWN', 'VERIFIED') })),
      });
    const hasty: typeof judgeDevice = (about, facts) =>
      judgeDevice({ ...about, report: { ...about.report, software: about.report.software.slice(0, 1) } }, facts);
    for (const broken of [lenient, hasty]) expect(fc.check(honest(broken), { numRuns: 1_000 }).failed).toBe(true);
  });
});
