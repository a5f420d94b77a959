'use client';
/**
 * The top of the queue beside what it is about: the overview shows it for the fleet, a domain's page for that domain.
 * The rows are those of the inbox in short, and each leads there.
 */
import Link from 'next/link';
import { useSyncExternalStore } from 'react';
import { describeFailure } from '../../live/describe-failure.ts';
import { useScopedHref } from '../../live/scope.ts';
import { Age } from '../../ui/age.tsx';
import { ButtonLink } from '../../ui/button-link.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { NewsPill } from '../devices/news-pill.tsx';
import type { RowStore } from '../devices/row-store.ts';
import { type AttentionFacts, severityWord } from './attention-item.ts';
import './inbox.css';
import { scopeWords } from './inbox-row.tsx';
import { NothingHere } from './nothing-here.tsx';
import { useInbox } from './use-inbox.ts';

const SHOWN_MAX = 6;
const HEIGHT = SHOWN_MAX * 45;

interface AttentionPanelProps {
  /** Whose queue: this domain and all below; null for the whole tenant. */
  domainId: string | null;
  domainName: string | null;
}

/** The first items with what is new; while somebody points at them they stay where they are. */
export function AttentionPanel({ domainId, domainName }: AttentionPanelProps) {
  const href = useScopedHref();
  const { store, shape, news, status, readAt, setIsRead, reload } = useInbox({ domainId, state: null });
  const newCount = useNewCount(store);
  const isKnown = status.kind !== 'loading' && status.kind !== 'failed';
  const title = isKnown ? `Attention: ${shape.totalCount}` : 'Attention';
  const isEmpty = isKnown && shape.ids.length === 0;
  return (
    <Panel
      title={title}
      flush
      aside={
        <>
          <NewsPill news={news} onShow={() => void reload()} />
          {newCount > 0 && (
            <span>
              <span className="figures text-ink">{newCount}</span> new
            </span>
          )}
        </>
      }
    >
      <div
        className="flex flex-col"
        style={{ minHeight: HEIGHT }}
        onPointerEnter={() => setIsRead(true)}
        onPointerLeave={() => setIsRead(false)}
        onFocus={() => setIsRead(true)}
        onBlur={() => setIsRead(false)}
      >
        {status.kind === 'loading' && <Skeleton height={HEIGHT} label="Loading what needs attention" />}
        {status.kind === 'failed' && (
          <Failed
            what="The attention queue"
            height={HEIGHT}
            onRetry={() => void reload()}
            {...describeFailure(status.error)}
          />
        )}
        {isEmpty && <NothingHere {...{ domainId, domainName, readAt }} state={null} />}
        {isKnown && !isEmpty && (
          <ul>
            {shape.ids.slice(0, SHOWN_MAX).map((id) => (
              <AttentionRow key={id} item={store.row(id)} href={href(`/inbox?peek=${id}`)} />
            ))}
          </ul>
        )}
        <div className="mt-auto px-3 py-2">
          <ButtonLink href={href('/inbox')}>
            {shape.totalCount > SHOWN_MAX ? `Open all ${shape.totalCount} in the inbox` : 'Open the inbox'}
          </ButtonLink>
        </div>
      </div>
    </Panel>
  );
}

function AttentionRow({ item, href }: { item: AttentionFacts | undefined; href: string }) {
  if (item === undefined) return null;
  const { severity, score, title, devices, since } = item;
  return (
    <li className="border-b border-line">
      <Link href={href} className="flex h-11 items-stretch gap-2 hover:bg-hover focus-visible:-outline-offset-2">
        <span className="severity-bar figures flex w-11 flex-none items-center pl-2 text-base" data-severity={severity}>
          {score}
          <span className="sr-only">, {severityWord[severity]}</span>
        </span>
        <span className="flex min-w-0 flex-1 flex-col justify-center pr-3">
          <span className="truncate text-sm" title={title}>
            {title}
          </span>
          <span className="truncate text-xs text-muted">
            {scopeWords(item)} · {devices > 1 ? `${devices} devices · ` : ''}
            <Age at={since} prefix="" />
          </span>
        </span>
      </Link>
    </li>
  );
}

/** How many of the rows nobody has said anything to. A row that changes counts at once. */
function useNewCount(store: RowStore<AttentionFacts>): number {
  const count = () => store.shape().ids.filter((id) => store.row(id)?.state === 'OPEN').length;
  return useSyncExternalStore(store.subscribeList, count, () => 0);
}
