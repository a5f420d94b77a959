'use client';
/** One view of the inbox: its rows, the verdicts above them, the peek beside them, and the dialogs verdicts need. */
import { describeFailure } from '../../live/describe-failure.ts';
import { hasRole, useViewer } from '../../live/viewer.tsx';
import type { AttentionState } from '../../gql/graphql.ts';
import { Button } from '../../ui/button.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useRoleBlock } from '../device/use-role-block.ts';
import { NewsPill } from '../devices/news-pill.tsx';
import { InboxPeek } from './inbox-peek.tsx';
import { InboxTable } from './inbox-table.tsx';
import { NothingHere } from './nothing-here.tsx';
import { useInbox } from './use-inbox.ts';
import { useTriage } from './use-triage.ts';
import { VerdictBar } from './verdict-bar.tsx';
import { VerdictDialog } from './verdict-dialog.tsx';

interface InboxListProps {
  domainId: string | null;
  domainName: string | null;
  /** Null for what waits for somebody. */
  state: AttentionState | null;
  peek: string | null;
  setPeek: (id: string | null) => void;
}

/** Rows, verdicts and peek of one view. */
export function InboxList({ domainId, domainName, state, peek, setPeek }: InboxListProps) {
  const viewer = useViewer();
  const whyNot = useRoleBlock('OPERATOR', 'SECURITY_ANALYST');
  const { store, shape, news, status, readAt, setIsRead, reload, loadMore } = useInbox({ domainId, state });
  const canChooseOwner = hasRole(viewer, 'TENANT_ADMIN');
  const triage = useTriage({ store, shape, peek, setPeek, reload, whyNot, canChooseOwner });
  const { cursor, targets, asked } = triage;
  const hasRows = shape.ids.length > 0 && status.kind !== 'failed';
  return (
    <div className="inbox">
      <div className="inbox-bar">
        <span className="text-muted">
          <span className="figures text-ink">{shape.totalCount}</span> {shape.totalCount === 1 ? 'item' : 'items'}
        </span>
        {cursor.selected.size > 0 && (
          <Button tone="quiet" onClick={triage.clearSelection}>
            {cursor.selected.size} selected, clear
          </Button>
        )}
        <NewsPill news={news} onShow={() => void reload()} />
        <VerdictBar
          count={targets.length}
          isBusy={triage.isBusy}
          whyNot={whyNot ?? (targets.length === 0 ? 'Choose an item first: j and k move, x selects.' : undefined)}
          onAsk={triage.ask}
        />
      </div>
      {status.kind === 'loading' ? <Skeleton height="60vh" label="Loading the inbox" /> : null}
      {status.kind === 'failed' ? (
        <Failed what="The inbox" {...describeFailure(status.error)} onRetry={() => void reload()} />
      ) : null}
      {status.kind === 'ready' && !hasRows ? <NothingHere {...{ domainId, domainName, state, readAt }} /> : null}
      {hasRows ? (
        <InboxTable
          {...{ store, shape, cursor }}
          onToggle={triage.toggle}
          onPeek={triage.peekAt}
          onReader={setIsRead}
          onLoadMore={loadMore}
        />
      ) : null}
      {peek === null ? null : (
        <InboxPeek
          key={peek}
          itemId={peek}
          whyNot={whyNot}
          isBusy={triage.isBusy}
          onAsk={triage.ask}
          onPeek={setPeek}
          onClose={() => setPeek(null)}
        />
      )}
      {asked === null ? null : (
        <VerdictDialog {...{ asked, store, shape }} onGive={triage.perform} onCancel={triage.cancel} />
      )}
    </div>
  );
}
