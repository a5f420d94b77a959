'use client';
/** What a command printed, as the device blackened and cut it. Read only when somebody opens the command. */
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { useLiveQuery } from '../../live/use-live-query.ts';
import { Failed } from '../../ui/failed.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';

const CommandOutput_OutputQuery = graphql(`
  query CommandOutput_OutputQuery($id: ID!) {
    command(id: $id) {
      id
      output
    }
  }
`);

/** Plain text: nothing in it is ever taken for anything else. */
export function CommandOutput({ commandId, isCut }: { commandId: string; isCut: boolean }) {
  const { data, error, retry } = useLiveQuery(CommandOutput_OutputQuery, {
    id: commandId,
  });
  if (!data?.command) {
    if (error) return <Failed what="The output" height={120} onRetry={retry} {...describeFailure(error)} />;
    return <Skeleton height={120} label="Loading the output" />;
  }
  return (
    <section>
      <h3 className="mb-1 text-xs font-semibold text-muted">Output{isCut && ', cut by the device'}</h3>
      {/* Focusable, since a keyboard must be able to scroll it. */}
      <pre
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        aria-label="Output"
        className="max-h-80 overflow-auto rounded border border-line bg-panel p-2 font-mono text-xs"
      >
        {data.command.output ?? ''}
      </pre>
    </section>
  );
}
