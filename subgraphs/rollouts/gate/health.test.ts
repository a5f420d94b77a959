import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  healthRules,
  healthVerdict,
  judgeMeasure,
  judgeShares,
  samplesMin,
  type HealthMeasure,
  type MeasuredGroup,
} from './health.ts';

const group = (value: number | null, samples = 600, devices = 10): MeasuredGroup => ({ devices, samples, value });
const measure = (
  name: string,
  groups: Partial<Pick<HealthMeasure, 'before' | 'after' | 'control'>>,
): HealthMeasure => ({
  name,
  unit: '%',
  before: group(5),
  after: group(5),
  control: group(5),
  ...groups,
});
const verdictOf = (name: string, groups: Partial<Pick<HealthMeasure, 'before' | 'after' | 'control'>>, devices = 10) =>
  judgeMeasure(measure(name, groups), devices).verdict;
/** Events in so many samples, as a rate per device hour. */
const events = (count: number, samples = 600) => group((count * 3_600) / samples, samples);

describe('what is counted', () => {
  test('fails when it comes more often than before, than elsewhere, and than chance explains', () => {
    expect(verdictOf('crashes', { before: events(0), after: events(2), control: events(0) })).toBe('PASS');
    expect(verdictOf('crashes', { before: events(0), after: events(3), control: events(0) })).toBe('FAIL');
    expect(verdictOf('oom_kills', { before: events(0), after: events(2), control: events(0) })).toBe('FAIL');
    const numbers = judgeMeasure(measure('crashes', { before: events(4), after: events(9), control: events(1) }), 10);
    expect(numbers).toMatchObject({ verdict: 'PASS', have: 9, need: 13, limit: 78 });
  });

  test('passes on a bad day of everybody, and of a wave that was never well', () => {
    expect(verdictOf('crashes', { before: events(0), after: events(30), control: events(28) })).toBe('PASS');
    expect(verdictOf('crashes', { before: events(28), after: events(30), control: events(0) })).toBe('PASS');
  });
});

describe('what is a level', () => {
  test('fails when it rises by its margin and by half of what is usual', () => {
    expect(verdictOf('psi_cpu_some', { after: group(15) })).toBe('PASS');
    expect(verdictOf('psi_cpu_some', { after: group(15.1) })).toBe('FAIL');
    expect(verdictOf('psi_cpu_some', { before: group(40), after: group(59) })).toBe('PASS');
    expect(verdictOf('psi_cpu_some', { before: group(40), after: group(61) })).toBe('FAIL');
  });

  test('passes on a bad day of everybody', () => {
    expect(verdictOf('psi_mem_some', { before: group(1), after: group(60), control: group(55) })).toBe('PASS');
  });
});

describe('what was not measured enough', () => {
  test('does not tell, and says which number is missing', () => {
    const few = judgeMeasure(measure('psi_io_some', { after: group(90, samplesMin - 1) }), 10);
    expect(few).toMatchObject({ verdict: 'INCONCLUSIVE', have: samplesMin - 1, need: samplesMin });
    expect(few.words).toBe('psi_io_some: 29 of 30 measurements after the update.');
    const half = judgeMeasure(measure('psi_io_some', { after: group(90, 600, 4) }), 10);
    expect(half).toMatchObject({ verdict: 'INCONCLUSIVE', have: 4, need: 5 });
    const alone = judgeMeasure(measure('psi_io_some', { before: group(null, 0), control: group(null, 9) }), 10);
    expect(alone).toMatchObject({ verdict: 'INCONCLUSIVE', have: 9, need: samplesMin });
  });

  test('is compared with what there is: the past, or their like', () => {
    expect(verdictOf('psi_io_some', { before: group(null, 0), after: group(50) })).toBe('FAIL');
    expect(verdictOf('psi_io_some', { control: group(null, 0), after: group(50) })).toBe('FAIL');
  });

  test('says nothing where nobody has it, and where nobody judges it', () => {
    const nobody = { before: group(null, 0), after: group(null, 0), control: group(null, 0) };
    expect(verdictOf('http_latency', nobody)).toBe('UNMEASURED');
    expect(verdictOf('moon_phase', {})).toBe('UNMEASURED');
    expect(verdictOf('crashes', nobody)).toBe('INCONCLUSIVE');
  });
});

describe('devices in trouble', () => {
  const shares = (after: number, before: number, control: number, devices = 20) =>
    judgeShares('degraded', {
      before: { troubled: before, devices },
      after: { troubled: after, devices },
      control: { troubled: control, devices: 100 },
    });

  test('fail a wave when they are more than before and than among those who were not touched', () => {
    expect(shares(2, 0, 0).verdict).toBe('PASS');
    expect(shares(3, 0, 0)).toMatchObject({ verdict: 'FAIL', have: 3, need: 3, of: 20, limit: 15 });
  });

  test('pass on a bad day of everybody, and of a wave that was never well', () => {
    expect(shares(10, 0, 50).verdict).toBe('PASS');
    expect(shares(10, 10, 0).verdict).toBe('PASS');
  });

  test('are not told by nobody', () => {
    expect(shares(0, 0, 0, 0).verdict).toBe('INCONCLUSIVE');
  });
});

describe('the verdict', () => {
  const [bad, unclear, fine] = [
    judgeMeasure(measure('psi_cpu_some', { after: group(90) }), 10),
    judgeMeasure(measure('psi_io_some', { after: group(9, 1) }), 10),
    judgeMeasure(measure('psi_mem_some', {}), 10),
  ];
  const none = judgeMeasure(measure('moon_phase', {}), 10);

  test('is the worst of its measures', () => {
    expect(healthVerdict([fine, unclear, bad])).toMatchObject({ kind: 'FAIL', measure: 'psi_cpu_some' });
    expect(healthVerdict([none, fine, unclear])).toMatchObject({ kind: 'INCONCLUSIVE', measure: 'psi_io_some' });
    expect(healthVerdict([none, fine])).toMatchObject({ kind: 'PASS', measure: 'psi_mem_some' });
    expect(healthVerdict([none]).kind).toBe('INCONCLUSIVE');
    expect(healthVerdict([]).kind).toBe('INCONCLUSIVE');
  });
});

const anyGroup = fc.record({
  devices: fc.nat(20),
  samples: fc.nat(5_000),
  value: fc.double({ min: 0, max: 100, noNaN: true }),
});
const anyMeasure = fc
  .record({ name: fc.constantFrom(...Object.keys(healthRules)), before: anyGroup, after: anyGroup, control: anyGroup })
  .map((parts) => ({ ...parts, unit: '' }));
type Judge = typeof judgeMeasure;

/** Who does as well as its like, or as before, never fails; and what fails goes on failing when it gets worse. */
function isFair(judge: Judge): void {
  fc.assert(
    fc.property(anyMeasure, fc.constantFrom('before', 'control'), fc.nat(20), (parts, like, devices) => {
      const same = { ...parts, [like]: { ...parts.after, samples: Math.max(samplesMin, parts.after.samples) } };
      expect(judge(same, devices).verdict).not.toBe('FAIL');
      if (judge(parts, devices).verdict !== 'FAIL') return;
      const worse = { ...parts, after: { ...parts.after, value: parts.after.value * 2 + 1 } };
      expect(judge(worse, devices).verdict).toBe('FAIL');
      expect(parts.after.samples).toBeGreaterThanOrEqual(samplesMin);
    }),
    { numRuns: 500 },
  );
}

describe('any numbers', () => {
  test('are judged fairly', () => isFair(judgeMeasure));

  test('would not be by the past alone, and this property shows it', () => {
    const byPastAlone: Judge = (parts, devices) => judgeMeasure({ ...parts, control: parts.before }, devices);
    expect(() => isFair(byPastAlone)).toThrow();
  });
});
