/** The life of one command as four steps, each with its moment; what it has not reached yet is drawn as ahead. */
import { Age } from '../../ui/age.tsx';
import { type LifeFacts, lifeOf, stageWords } from './command-words.ts';
import { StageGlyph } from './stage-badge.tsx';

/** An ordered list, so that it is read in order too. */
export function CommandLife({ command }: { command: LifeFacts }) {
  return (
    <ol className="flex flex-wrap items-start gap-x-1 gap-y-2" aria-label="Life of the command">
      {lifeOf(command).map(({ stage, at, isReached }, index) => (
        <li key={stage} className="flex items-start gap-1">
          {index > 0 && <span aria-hidden="true" className="mx-1 mt-2 h-px w-6 bg-line" />}
          <span className={isReached ? '' : 'text-muted'}>
            <span className="flex items-center gap-1.5">
              {isReached ? <StageGlyph stage={stage} /> : <Ahead />}
              {stageWords[stage].word}
              {!isReached && <span className="sr-only">, not reached</span>}
            </span>
            <span className="block h-4 text-xs text-muted">{at !== null && <Age at={at} prefix="" />}</span>
          </span>
        </li>
      ))}
    </ol>
  );
}

function Ahead() {
  return (
    <svg
      aria-hidden="true"
      width="12"
      height="12"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
    >
      <circle cx="8" cy="8" r="4" strokeDasharray="2 2" />
    </svg>
  );
}
