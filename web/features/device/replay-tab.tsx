'use client';
/**
 * How the device came back: the session that runs or ran last, those before it, and the journal it brought along with
 * what is said to each of its decisions. It follows the upload live.
 */
import { useState } from 'react';
import { describeFailure } from '../../live/describe-failure.ts';
import { Age } from '../../ui/age.tsx';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { NewsPill } from '../devices/news-pill.tsx';
import { JournalList } from './journal-list.tsx';
import { ReplayProgress } from './replay-progress.tsx';
import { ReplaySessions } from './replay-sessions.tsx';
import { useJournal } from './use-journal.ts';
import { useReplay } from './use-replay.ts';

interface ReplayTabProps {
  deviceId: string;
}

/** Progress, sessions, journal. */
export function ReplayTab({ deviceId }: ReplayTabProps) {
  const { isKnown, current, sessions, hasMore, heardAt, error, retry } = useReplay(deviceId);
  const revision = current === null ? 'never' : `${current.id} ${current.acceptedSeq} ${current.state}`;
  if (!isKnown) {
    if (error !== undefined) return <Failed what="The replay" {...describeFailure(error)} onRetry={retry} />;
    return <Skeleton height={480} label="Loading the replay" />;
  }
  return (
    <div className="flex flex-col gap-3">
      <Panel title="Replay" aside={current && (heardAt === null ? undefined : <Age at={heardAt} />)}>
        {current ? (
          <ReplayProgress session={current} />
        ) : (
          <Empty title="It never had to come back">
            A device that was on its own uploads its journal when it returns; that shows here while it happens.
          </Empty>
        )}
      </Panel>
      {sessions.length > 0 && (
        <Panel title="Sessions" flush aside={hasMore ? `the newest ${sessions.length}` : undefined}>
          <ReplaySessions sessions={sessions} />
        </Panel>
      )}
      <JournalPanel {...{ deviceId, revision }} accepted={current?.acceptedSeq ?? 0} />
    </div>
  );
}

interface JournalPanelProps {
  deviceId: string;
  revision: string;
  /** Number of the newest record that is here. */
  accepted: number;
}

/** While records arrive, nobody loses the row that they read: what is new is announced, and shown on demand. */
function JournalPanel({ deviceId, revision, accepted }: JournalPanelProps) {
  const [held, setHeld] = useState({ revision, accepted });
  const { pages, error, isReading, readAgain, readOlder } = useJournal(deviceId, held.revision);
  const news = accepted - held.accepted;
  const hasRows = pages !== null && pages.entries.length > 0;
  const show = () => setHeld({ revision, accepted });
  if (held.revision !== revision && !(hasRows && news > 0)) show();
  const failure =
    error === undefined ? null : <Failed what="The journal" {...describeFailure(error)} onRetry={readAgain} />;
  return (
    <Panel
      title="Journal"
      flush
      aside={<NewsPill news={{ arrived: hasRows ? Math.max(0, news) : 0, left: 0 }} onShow={show} />}
    >
      {pages === null ? (
        (failure ?? <Skeleton height={240} label="Loading the journal" />)
      ) : pages.entries.length === 0 ? (
        <p className="p-3 text-muted">Nothing of its journal was taken over yet.</p>
      ) : (
        <>
          <JournalList entries={pages.entries} />
          {failure}
          <div className="p-2">
            {pages.hasMore ? (
              <Button onClick={readOlder} isBusy={isReading}>
                {isReading ? 'Loading…' : 'Load older records'}
              </Button>
            ) : (
              <p className="text-xs text-muted">That is everything: {pages.entries.length} records.</p>
            )}
          </div>
        </>
      )}
    </Panel>
  );
}
