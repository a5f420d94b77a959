/**
 * One entry of the log: what happened, when, by whom; what was recorded with it on demand.
 */
import { Actor } from './actor.tsx';
import { InstantText } from './instant-text.tsx';
import type { TimelineEntryFacts } from './use-timeline.ts';

interface TimelineItemProps {
  deviceId: string;
  entry: TimelineEntryFacts;
}

/** A list item with its recorded data folded away. */
export function TimelineItem({ deviceId, entry }: TimelineItemProps) {
  const { type, summary, at, actor, actorUser, position, data } = entry;
  return (
    <li className="timeline-item">
      <span className="timeline-time">
        <InstantText at={at} />
      </span>
      <div className="min-w-0 flex-1">
        <p>{summary}</p>
        <details className="text-muted">
          <summary>
            <code>{type}</code> by <Actor {...{ actor, actorUser, deviceId }} />, position <code>{position}</code>
          </summary>
          <pre className="timeline-data">{JSON.stringify(data, null, 2)}</pre>
        </details>
      </div>
    </li>
  );
}
