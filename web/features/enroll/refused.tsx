/** Why the API refused what a form asked for, in its own words, beside the button that asked. */
import type { CombinedError } from 'urql';
import { describeFailure } from '../../live/describe-failure.ts';

/** Nothing while there is no refusal. */
export function Refused({ error }: { error: CombinedError | undefined }) {
  if (error === undefined) return null;
  return (
    <p role="alert" className="border-l-2 border-quarantined pl-1.5">
      {describeFailure(error).message}
    </p>
  );
}
