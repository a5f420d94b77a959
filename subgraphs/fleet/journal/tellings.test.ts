/**
 * Lists change while a device may not hear of it. Whatever gets lost, a device that goes by what it was told is never said
 * to have done what nobody authorised; one that has a list and does what is not on it always is.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { afterTelling, isSettled, listText, mayHold, type Telling, type Told } from './tellings.ts';
import { judge } from './verdict.ts';

const words = ['buffer', 'reboot', 'wake_up'] as const;

type Step =
  | { readonly do: 'set list'; readonly allowed: readonly string[] }
  | { readonly do: 'heartbeat'; readonly isAnswered: boolean }
  | { readonly do: 'decide'; readonly pick: number }
  | { readonly do: 'misbehave'; readonly pick: number }
  | { readonly do: 'begin an epoch' };

const list = fc.subarray([...words]);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant('set list' as const), allowed: list }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('heartbeat' as const), isAnswered: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('decide' as const), pick: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('misbehave' as const), pick: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.constant({ do: 'begin an epoch' as const }) },
);

type Written = { readonly epoch: number; readonly seq: number; readonly kind: string; readonly isTold: boolean };
type Teller = (before: readonly Telling[], told: Told) => readonly Telling[];

/** Lets a device and a control plane live through steps. What of a journal is not delivered is numbered anew in a new epoch. */
function lived(steps: readonly Step[], { tell, acknowledges }: { tell: Teller; acknowledges: boolean }) {
  let [allowed, own]: [readonly string[], readonly string[]] = [words, words];
  let tellings: readonly Telling[] = [];
  let [epoch, journal]: [number, Written[]] = [1, []];
  const heartbeat = (isAnswered: boolean): void => {
    const acknowledged = acknowledges ? listText(own) : null;
    tellings = tell(tellings, {
      allowed,
      digest: listText(allowed),
      acknowledged,
      journal: { epoch, seq: journal.length },
    });
    if (isAnswered) own = allowed;
  };
  const write = (what: string, isTold: boolean): void => {
    journal.push({ epoch, seq: journal.length + 1, kind: `decision.${what}`, isTold });
  };
  heartbeat(true);
  for (const each of steps) {
    if (each.do === 'set list') allowed = each.allowed;
    else if (each.do === 'heartbeat') heartbeat(each.isAnswered);
    else if (each.do === 'begin an epoch') {
      epoch += 1;
      journal = journal.map((record) => ({ ...record, epoch }));
    } else {
      const isTold = each.do === 'decide';
      const among = words.filter((word) => own.includes(word) === isTold);
      const what = among[each.pick % Math.max(1, among.length)];
      if (what !== undefined) write(what, isTold);
    }
  }
  return { journal, tellings, allowed, own };
}

function verdicts({ journal, tellings, allowed }: ReturnType<typeof lived>) {
  const by = { authorityEpoch: 1, allowed, changed: [], told: tellings };
  return journal.map((record) => ({ ...record, ...judge({ ...record, body: '{"authorityEpoch":1}' }, by) }));
}

const benign = (tell: Teller) =>
  fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
    const life = lived(steps, { tell, acknowledges: true });
    for (const { kind, isTold, verdict } of verdicts(life)) {
      if (!isTold) continue;
      const isAllowedNow = life.allowed.includes(kind.slice('decision.'.length));
      if (verdict !== (isAllowedNow ? 'PERMITTED' : 'CONFLICT')) throw new Error(`${kind} is ${verdict}`);
    }
  });

test('a device that decides what it was told is never unauthorised, whatever was lost, narrowed or renumbered', () => {
  fc.assert(benign(afterTelling), { numRuns: 2_000 });
});

test('a device that has a list and does what is not on it is unauthorised, even if the list allows it since', () => {
  const kept = fc.array(step, { maxLength: 20 }).map((steps) => steps.filter((each) => each.do !== 'begin an epoch'));
  fc.assert(
    fc.property(kept, list, fc.nat(9), list, (steps, known, pick, later) => {
      // It was told a list, and said that it has it; then it misbehaves.
      const told: Step[] = [
        // Unlike all before: of lists that are alike a device cannot say which it has, and gets the benefit of the doubt.
        { do: 'set list', allowed: [...known, 'newest'] },
        ...[1, 2].map(() => ({ do: 'heartbeat', isAnswered: true }) as const),
      ];
      const end: Step[] = [
        { do: 'misbehave', pick },
        { do: 'set list', allowed: later },
      ];
      const life = lived([...steps, ...told, ...end], { tell: afterTelling, acknowledges: true });
      const last = verdicts(life).at(-1);
      if (last && !last.isTold && known.length < words.length) expect(last.verdict).toBe('UNAUTHORISED');
    }),
    { numRuns: 1_000 },
  );
});

test('an agent that does not say what it has is taken to have it with its heartbeat after that', () => {
  const steps: Step[] = [
    { do: 'set list', allowed: ['buffer'] },
    { do: 'heartbeat', isAnswered: true },
    { do: 'heartbeat', isAnswered: true },
    { do: 'misbehave', pick: 0 },
  ];
  const life = lived(steps, { tell: afterTelling, acknowledges: false });
  expect(isSettled(life.tellings)).toBe(true);
  expect(verdicts(life).map(({ verdict }) => verdict)).toEqual(['UNAUTHORISED']);
});

test('holds behind the record before it was told, up to the record at which it was over', () => {
  const telling = { from: { epoch: 1, seq: 3 }, until: { epoch: 1, seq: 5 } };
  const held = [3, 4, 5, 6].filter((seq) => mayHold(telling, { epoch: 1, seq }));
  expect(held).toEqual([4, 5]);
  expect(mayHold(telling, { epoch: 2, seq: 9 })).toBe(true);
});

const faults: Readonly<Record<string, Teller>> = {
  'takes what it told for heard': (before, told) => afterTelling(before, { ...told, acknowledged: told.digest }),
  'ends a list where it told the next': (before, told) =>
    afterTelling(before, told).map((each, n, all) =>
      n < all.length - 1 ? { ...each, until: each.until ?? told.journal } : each,
    ),
  'knows the newest list only': (before, told) => afterTelling(before, told).slice(-1),
};
test.for(Object.entries(faults))('would be unjust where it %s', ([, tell]) => {
  expect(fc.check(benign(tell), { numRuns: 3_000 }).failed).toBe(true);
});
