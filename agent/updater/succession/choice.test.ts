/** Which version of the agent runs, for every place where an update of it can stand. */
import { expect, test } from 'vitest';
import { SigningDesk } from '../testing/signing-desk.ts';
import { known, type Position, transitions, type Update } from '../update.ts';
import { chosenVersion, trialStartsMax } from './choice.ts';

const desk = new SigningDesk();
const [old, fresh] = ['0'.repeat(64), '1'.repeat(64)];

function updateOf(at: Position, kind: string): Update {
  const { intent } = desk.offer({ executor: { kind } });
  const about = { generation: 1, intent, intentDigest: 'd', target: { digest: `sha256:${fresh}`, version: '2' } };
  return { ...known(about), at, previous: { digest: `sha256:${old}`, version: '1' } };
}

const positions = Object.keys(transitions) as Position[];

test('a version on trial runs only once its start is noted, and only so often', () => {
  for (const at of positions) {
    for (const starts of [0, trialStartsMax - 1, trialStartsMax]) {
      const { hex, isTrial } = chosenVersion({ linked: fresh, update: updateOf(at, 'agent'), starts });
      const isPermitted = at === 'APPLYING/PROVE' && starts < trialStartsMax;
      expect([at, starts, isTrial]).toEqual([at, starts, isPermitted]);
      if (at.startsWith('APPLYING/')) expect(hex).toBe(isPermitted ? fresh : old);
      else expect(hex).toBe(fresh);
    }
  }
});

test('an update of something else never changes which agent runs', () => {
  for (const at of positions) {
    const chosen = chosenVersion({ linked: old, update: updateOf(at, 'service'), starts: 0 });
    expect(chosen).toEqual({ hex: old, isTrial: false });
  }
  expect(chosenVersion({ linked: null, update: null, starts: 0 })).toEqual({ hex: null, isTrial: false });
});
