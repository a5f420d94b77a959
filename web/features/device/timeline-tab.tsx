'use client';
/**
 * What happened to the device, from the event log: its three machines as ribbons, and every change as an entry, newest
 * first. The log is the audit trail, so each entry names its actor and its place.
 */
import { describeFailure } from '../../live/describe-failure.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { PastPanel } from './past-panel.tsx';
import { TimelineItem } from './timeline-item.tsx';
import { useTimeline } from './use-timeline.ts';

interface TimelineTabProps {
  deviceId: string;
  /** Changes when the device changed: the newest page is then read again. */
  revision: string;
}

/** The ribbons of the past, and below them the entries of the log. */
export function TimelineTab({ deviceId, revision }: TimelineTabProps) {
  return (
    <>
      <PastPanel deviceId={deviceId} />
      <Entries {...{ deviceId, revision }} />
    </>
  );
}

function Entries({ deviceId, revision }: TimelineTabProps) {
  const { pages, error, isReading, readAgain, readOlder } = useTimeline(deviceId, revision);
  const failure =
    error === undefined ? null : <Failed what="The timeline" {...describeFailure(error)} onRetry={readAgain} />;
  if (pages === null) return failure ?? <Skeleton height={320} />;
  if (pages.entries.length === 0) return <Empty title="Nothing in the log">The first entry is its enrollment.</Empty>;
  return (
    <section aria-label="Entries" className="mt-3 max-w-[960px]">
      <ol className="timeline">
        {pages.entries.map((entry) => (
          <TimelineItem key={entry.id} deviceId={deviceId} entry={entry} />
        ))}
      </ol>
      {failure}
      {pages.hasMore ? (
        <Button onClick={readOlder} isBusy={isReading}>
          {isReading ? 'Loading…' : 'Load older entries'}
        </Button>
      ) : (
        <p className="py-2 text-muted">That is everything: {pages.entries.length} entries.</p>
      )}
    </section>
  );
}
