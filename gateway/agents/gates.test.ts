import { isRefusal } from '@flotilla/kernel/errors';
import { describe, expect, it } from 'vitest';
import { ConnectionGate, Gate } from './gates.ts';

function refusalOf(work: () => void): { code: string; retryAfterMs: number | undefined } | undefined {
  try {
    work();
    return undefined;
  } catch (thrown) {
    if (!isRefusal(thrown)) throw thrown;
    return { code: thrown.code, retryAfterMs: thrown.retryAfterMs };
  }
}

describe('a gate', () => {
  it('turns away what does not fit and tells when to come back', () => {
    const gate = new Gate('test', 2);
    gate.enter();
    gate.enter();
    const refusal = refusalOf(() => gate.enter());
    expect(refusal?.code).toBe('LIMIT_EXCEEDED');
    expect(refusal?.retryAfterMs).toBeGreaterThanOrEqual(1000);
    gate.leave();
    expect(refusalOf(() => gate.enter())).toBeUndefined();
  });

  it('counts each connection for itself', () => {
    const gate = new ConnectionGate(1);
    const [one, other] = [{}, {}];
    gate.enter(one);
    expect(refusalOf(() => gate.enter(one))?.code).toBe('LIMIT_EXCEEDED');
    expect(refusalOf(() => gate.enter(other))).toBeUndefined();
    gate.leave(one);
    expect(refusalOf(() => gate.enter(one))).toBeUndefined();
  });
});
