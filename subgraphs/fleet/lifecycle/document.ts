/**
 * The document of the three machines, made from the tables that decide: `docs/lifecycle.md` is what this answers, and a
 * test compares the two. Write it again with `node --conditions=flotilla-source subgraphs/fleet/lifecycle/write-document.ts`.
 */
import { connectivityTransitions } from '../connectivity/connectivity.ts';
import { phaseTransitions } from './phase.ts';
import { stateWords, type Conjunction } from './state-word.ts';
import type { TransitionTable } from './transition.ts';
import { trustTransitions } from './trust.ts';

/** The whole document. */
export function lifecycleDocument(): string {
  return [
    '# The life of a device',
    '',
    'Three machines answer three questions about a device. They are orthogonal: each has its own table of transitions,',
    'its own owner, and its own stream of causes. This page is made from those tables; `subgraphs/fleet/lifecycle` has',
    'them, and a test compares. A change that a table does not know is refused with `CONFLICT`, and `details` names the',
    'state and the states that may follow it.',
    '',
    ...machine(
      'Trust',
      'May it take part? Decided by people and rules; enforced in the transaction that takes data in.',
      {
        table: trustTransitions,
        start: 'PENDING',
      },
    ),
    'A quarantined device may send heartbeats, so it stays visible; all else it sends is diverted to a quarantine store',
    'from the moment that the quarantine committed, until a person releases or discards it.',
    '',
    ...machine('Phase', 'Where in its life is it? DEGRADED always carries its reasons.', {
      table: phaseTransitions,
      start: 'PROVISIONING',
    }),
    'Quarantine takes a DEGRADED device out of work (phase QUARANTINED) and leaves any other phase as it is; release puts',
    'it back to ACTIVE. A decommission ends the trust, and RETIRED keeps what is known of the device for a year, or for',
    'seven where its retention class is EVIDENCE.',
    '',
    'UPDATING begins when rollouts permit a device to start, and ends when its lease says no more that it is at work: by',
    'its own report, because it fell silent or took too long, or by two persons. Then it is what it was before.',
    '',
    ...machine('Connectivity', 'Can we talk to it? A spectrum, from measured gaps, the link and its own declaration.', {
      table: connectivityTransitions,
      start: 'DISCONNECTED',
    }),
    '## The readable word',
    '',
    '`Device.state` is derived from the three and stored nowhere. Exactly one predicate is true of any device.',
    '',
    ...table(
      ['State', 'Predicate'],
      stateWords.map(({ word, when }) => [`\`${word}\``, when.map(conjunction).join(' ∨ ')]),
    ),
    '',
  ].join('\n');
}

function machine<State extends string>(
  title: string,
  question: string,
  { table: transitions, start }: { table: TransitionTable<State>; start: State },
): string[] {
  const states = Object.entries(transitions) as [State, readonly State[]][];
  const arrows = states.flatMap(([from, next]) =>
    next.length === 0 ? [`  ${from} --> [*]`] : next.map((to) => `  ${from} --> ${to}`),
  );
  return [`## ${title}`, '', question, '', '```mermaid', 'stateDiagram-v2', `  [*] --> ${start}`, ...arrows, '```', ''];
}

function conjunction({ trust, phase, mode }: Conjunction): string {
  const parts = [membership('trust', trust), membership('phase', phase), membership('mode', mode)];
  return parts.filter((part) => part !== null).join(' ∧ ');
}

function membership(name: string, states: readonly string[] | undefined): string | null {
  if (states === undefined) return null;
  if (name === 'phase' && states.length > 1) return 'phase ≠ RETIRED';
  return states.length === 1 ? `${name} = ${states[0]}` : `${name} ∈ {${states.join(', ')}}`;
}

/** A table of Markdown, padded as the formatter pads it. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)];
}
