/** How far the devices of a batch are: a bar, and the same in words and numbers. An absence is no failure. */
import type { CommandState } from '../../gql/graphql.ts';
import { commandStages, stageWords } from '../commands/command-words.ts';
import { stageColor, StageGlyph } from '../commands/stage-badge.tsx';
import { targetWord } from './batch-words.ts';

interface Count {
  state: string;
  count: number;
}

/** Commands by their place in life, the other devices by how far they are. */
export function BatchProgress({ progress }: { progress: readonly Count[] }) {
  const shown = inOrder(progress);
  const total = shown.reduce((sum, { count }) => sum + count, 0);
  return (
    <div>
      <div
        role="img"
        aria-label={shown.map(({ state, count }) => `${wordOf(state)} ${count}`).join(', ') || 'Nothing yet'}
        className="flex h-4 gap-px overflow-hidden rounded-[2px] bg-hover"
      >
        {shown.map(({ state, count }) => (
          <span
            key={state}
            className={`min-w-0.5 ${isStage(state) ? '' : 'hatch'}`}
            style={{
              flexGrow: count,
              flexBasis: 0,
              backgroundColor: isStage(state) ? stageColor(state) : 'transparent',
            }}
          />
        ))}
      </div>
      <ul className="mt-2 flex min-h-5 flex-wrap gap-x-5 gap-y-1">
        {shown.map(({ state, count }) => (
          <li key={state} className="flex items-center gap-1.5">
            {isStage(state) ? <StageGlyph stage={state} /> : <span aria-hidden="true" className="hatch size-3" />}
            {wordOf(state)}
            <span className="figures">{count.toLocaleString('en')}</span>
            <span className="figures text-xs text-muted">{Math.round((100 * count) / Math.max(1, total))}%</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Done first, then what is under way, then what waits, then what went wrong. */
const order = [
  'APPLIED',
  'DONE',
  'ACKED',
  'DELIVERED',
  'QUEUED',
  'WAITING',
  'FAILED',
  'EXPIRED',
  'REFUSED',
  'CANCELLED',
  'STOPPED',
];

function inOrder(progress: readonly Count[]): Count[] {
  return progress.filter(({ count }) => count > 0).toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
}

function isStage(state: string): state is CommandState {
  return commandStages.some((stage) => stage === state);
}

function wordOf(state: string): string {
  return isStage(state) ? stageWords[state].word : targetWord(state);
}
