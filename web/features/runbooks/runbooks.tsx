'use client';
/** All runbooks by name, each with its versions. What one person wrote, another must approve before anybody runs it. */
import { useMemo, useState } from 'react';
import { getFragmentData } from '../../gql/fragment-masking.ts';
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { useLiveQuery } from '../../live/use-live-query.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { PageTitle } from '../../ui/page-title.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useRoleBlock } from '../device/use-role-block.ts';
import { RegisterRunbookDialog } from './register-runbook-dialog.tsx';
import { RunbookCard } from './runbook-card.tsx';
import { Runbook_RunbookFragment, type RunbookFacts } from './runbook-fragment.ts';

const Runbooks_RunbooksQuery = graphql(`
  query Runbooks_RunbooksQuery($first: Int!) {
    runbooks(first: $first) {
      edges {
        node {
          ...Runbook_RunbookFragment
        }
      }
      pageInfo {
        hasNextPage
      }
    }
  }
`);

const PAGE_SIZE = 200;

/** The page's content. Whoever changed something makes it read again. */
export function Runbooks() {
  const { data, error, retry } = useLiveQuery(Runbooks_RunbooksQuery, { first: PAGE_SIZE });
  const [writing, setWriting] = useState<RunbookFacts | 'new' | null>(null);
  const whyNotOperate = useRoleBlock('OPERATOR');
  const groups = useMemo(() => {
    const versions = data?.runbooks.edges.map(({ node }) => getFragmentData(Runbook_RunbookFragment, node));
    return versions && [...Map.groupBy(versions, ({ runbookId }) => runbookId).values()];
  }, [data]);
  return (
    <>
      <PageTitle title="Runbooks">
        <Button tone="primary" disabledBecause={whyNotOperate} onClick={() => setWriting('new')}>
          Register a runbook…
        </Button>
      </PageTitle>
      {groups === undefined ? (
        error ? (
          <Failed what="The runbooks" {...describeFailure(error)} onRetry={retry} />
        ) : (
          <Skeleton height="60vh" label="Loading the runbooks" />
        )
      ) : groups.length === 0 ? (
        <Empty title="No runbook is registered">
          A runbook is a program with typed arguments. One person writes it, another approves it, and devices run it
          without any shell.
        </Empty>
      ) : (
        <div className="flex flex-col gap-3">
          {groups.map((versions) => (
            <RunbookCard key={versions[0]?.runbookId} versions={versions} onChanged={retry} onWrite={setWriting} />
          ))}
          {data?.runbooks.pageInfo.hasNextPage && (
            <p className="text-muted">
              There are more than {PAGE_SIZE} versions; the first {PAGE_SIZE} by name are shown.
            </p>
          )}
        </div>
      )}
      {writing !== null && (
        <RegisterRunbookDialog
          before={writing === 'new' ? null : writing}
          onClose={() => setWriting(null)}
          onRegistered={retry}
        />
      )}
    </>
  );
}
