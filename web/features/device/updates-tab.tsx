'use client';
/** What the device is to run, why that waits, and every update it was ever permitted, with the steps it took. */
import type { ResultOf } from '@graphql-typed-document-node/core';
import Link from 'next/link';
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { useLiveQuery } from '../../live/use-live-query.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { BucketBadge } from '../rollouts/rollout-badge.tsx';
import { buckets } from '../rollouts/rollout-words.ts';
import { WaitingSentence } from '../rollouts/waiting-words.tsx';
import { FactList } from './fact-list.tsx';
import { InstantText } from './instant-text.tsx';
import { UpdateJournal } from './update-journal.tsx';
import { leaseWords } from './update-words.ts';
import { useUpdateJournal } from './use-update-journal.ts';

const UpdatesTab_DeviceQuery = graphql(`
  query UpdatesTab_DeviceQuery($id: ID!) {
    device(id: $id) {
      id
      updateState {
        rolloutId
        wave
        direction
        bucket
        since
        attempts
        code
        detail
        rollout {
          id
          name
          artifact {
            name
            version
            digest
          }
        }
      }
      currentLease {
        id
        state
        fence
        direction
        grantedAt
        beginBefore
        begunAt
        dueAt
        suspicion
      }
      waitingFor {
        gate
        have
        need
        budget
        approval
        since
        until
        unblocks
      }
    }
  }
`);

type DeviceUpdateFacts = NonNullable<ResultOf<typeof UpdatesTab_DeviceQuery>['device']>;

/** What is now, then what was. */
export function UpdatesTab({ deviceId }: { deviceId: string }) {
  const { data, error, retry } = useLiveQuery(UpdatesTab_DeviceQuery, { id: deviceId });
  const device = data?.device;
  const revision = `${device?.updateState?.since ?? ''} ${device?.currentLease?.state ?? ''}`;
  return (
    <div className="flex flex-col gap-3">
      <Panel title="Its update now" aside={<Button onClick={retry}>Read again</Button>}>
        <div className="min-h-40">
          {device ? (
            <UpdateNow device={device} />
          ) : error ? (
            <Failed what="Its update" height={160} {...describeFailure(error)} onRetry={retry} />
          ) : (
            <Skeleton height={160} label="Loading its update" />
          )}
        </div>
      </Panel>
      <JournalPanel {...{ deviceId, revision }} />
    </div>
  );
}

function UpdateNow({ device: { updateState, currentLease, waitingFor } }: { device: DeviceUpdateFacts }) {
  if (updateState === null) {
    return (
      <Empty title="No rollout is for it">
        A rollout takes it in when its selection matches the device. What then waits, and for what, is said here.
      </Empty>
    );
  }
  const { rollout, rolloutId, wave, direction, bucket, since, attempts, code, detail } = updateState;
  const key = buckets.find((each) => each.bucket === bucket)?.key ?? 'deferred';
  return (
    <div className="flex flex-col gap-3">
      <WaitingSentence waiting={waitingFor} />
      <FactList
        facts={[
          {
            term: 'Rollout',
            value: (
              <Link href={`/rollouts/${rolloutId}`} className="text-accent hover:underline">
                {rollout?.name ?? rolloutId.slice(0, 8)}
              </Link>
            ),
          },
          {
            term: direction === 'FORWARD' ? 'Brings' : 'Goes back from',
            value: rollout && `${rollout.artifact.name} ${rollout.artifact.version}`,
          },
          { term: 'Where it is', value: <BucketBadge bucket={key} isBack={direction === 'BACK'} /> },
          { term: 'Since', value: <InstantText at={since} /> },
          { term: 'Wave', value: <span className="figures">{wave + 1}</span> },
          { term: 'Leases', value: <span className="figures">{attempts}</span> },
          ...(code === null ? [] : [{ term: 'Why', value: <CodeWords {...{ code, detail }} /> }]),
          {
            term: 'Permission',
            value: currentLease && <LeaseFacts lease={currentLease} />,
            absence: 'it holds none now',
          },
        ]}
      />
    </div>
  );
}

function LeaseFacts({ lease }: { lease: NonNullable<DeviceUpdateFacts['currentLease']> }) {
  const { state, fence, grantedAt, beginBefore, begunAt, dueAt, suspicion } = lease;
  return (
    <>
      {leaseWords[state].word}: {leaseWords[state].meaning}
      <div className="text-xs text-muted">
        fence <span className="figures">{fence}</span>, granted <InstantText at={grantedAt} />
        {begunAt === null ? (
          <>
            , to begin before <InstantText at={beginBefore} />
          </>
        ) : (
          <>
            , begun <InstantText at={begunAt} />
          </>
        )}
        {dueAt !== null && (
          <>
            , due <InstantText at={dueAt} />
          </>
        )}
        {suspicion !== null && (
          <>
            , suspected: <code className="figures">{suspicion}</code>
          </>
        )}
      </div>
    </>
  );
}

function CodeWords({ code, detail }: { code: string; detail: string | null }) {
  return (
    <>
      <code className="figures">{code}</code> {detail}
    </>
  );
}

function JournalPanel({ deviceId, revision }: { deviceId: string; revision: string }) {
  const { pages, error, isReading, readAgain, readOlder } = useUpdateJournal(deviceId, revision);
  const failure = error && <Failed what="The update journal" {...describeFailure(error)} onRetry={readAgain} />;
  return (
    <Panel title="Update journal" flush aside="newest first">
      {pages === null ? (
        (failure ?? <Skeleton height={240} label="Loading the update journal" />)
      ) : pages.entries.length === 0 ? (
        <p className="p-3 text-muted">It was never permitted to update, and never refused to.</p>
      ) : (
        <>
          <UpdateJournal entries={pages.entries} />
          {failure}
          {pages.hasMore && (
            <div className="p-2">
              <Button onClick={readOlder} isBusy={isReading}>
                {isReading ? 'Loading…' : 'Load older updates'}
              </Button>
            </div>
          )}
        </>
      )}
    </Panel>
  );
}
