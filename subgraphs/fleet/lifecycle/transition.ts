/** Tables of legal transitions as data, and the one way to ask them, so that every refusal names what is allowed. */
import { Refusal } from '@flotilla/kernel/errors';

/** For each state, the states that may follow it. An empty list is a final state. */
export type TransitionTable<State extends string> = Readonly<Record<State, readonly State[]>>;

/** One question to a table. `subject` is how the refusal names the machine, e.g. `trust`. */
export type Transition<State extends string> = { readonly subject: string; readonly from: State; readonly to: State };

/** Whether a table allows a transition. */
export function isAllowed<State extends string>(
  table: TransitionTable<State>,
  transition: Pick<Transition<State>, 'from' | 'to'>,
): boolean {
  return table[transition.from].includes(transition.to);
}

/** Refuses with CONFLICT, naming the state and the states that may follow it, unless the table allows the transition. */
export function assertAllowed<State extends string>(
  table: TransitionTable<State>,
  transition: Transition<State>,
): void {
  if (isAllowed(table, transition)) return;
  const { subject, from, to } = transition;
  const allowed = table[from];
  const remedy = allowed.length === 0 ? 'That is final.' : `From there it can only become ${allowed.join(' or ')}.`;
  throw new Refusal('CONFLICT', `The device's ${subject} is ${from} and cannot become ${to}. ${remedy}`, {
    [subject]: from,
    state: from,
    wanted: to,
    allowed,
  });
}

/** Refuses with CONFLICT, naming the state and what may follow it, unless the machine is in the one state it must be in. */
export function onlyFrom<State extends string>(
  table: TransitionTable<State>,
  wish: { readonly subject: string; readonly from: State; readonly only: State; readonly verb: string },
): void {
  const { subject, from, only, verb } = wish;
  if (from === only) return;
  const allowed = table[from];
  const remedy = allowed.length === 0 ? 'That is final.' : `From there it can only become ${allowed.join(' or ')}.`;
  const words = `Only a ${only} device can be ${verb}; this one's ${subject} is ${from}. ${remedy}`;
  throw new Refusal('CONFLICT', words, { [subject]: from, state: from, allowed });
}
