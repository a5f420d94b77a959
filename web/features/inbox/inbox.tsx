'use client';
/**
 * What needs a person, ranked and explained: the queue of the scope, the items put away, and the peek beside them. Which
 * items are shown and which is peeked at stands in the URL.
 */
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useCallback } from 'react';
import type { AttentionState } from '../../gql/graphql.ts';
import { ButtonLink } from '../../ui/button-link.tsx';
import { Empty } from '../../ui/empty.tsx';
import { PageTitle } from '../../ui/page-title.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { useScopeDomain } from '../overview/use-scope-domain.ts';
import './inbox.css';
import { InboxList } from './inbox-list.tsx';

const VIEWS = ['queue', 'assigned', 'snoozed', 'merged', 'dismissed', 'resolved'] as const;

type View = (typeof VIEWS)[number];

const labels: Readonly<Record<View, string>> = {
  queue: 'Needs you',
  assigned: 'Assigned',
  snoozed: 'Snoozed',
  merged: 'Merged',
  dismissed: 'Dismissed',
  resolved: 'Resolved',
};

const states: Readonly<Record<View, AttentionState | null>> = {
  queue: null,
  assigned: 'ASSIGNED',
  snoozed: 'SNOOZED',
  merged: 'MERGED',
  dismissed: 'DISMISSED',
  resolved: 'RESOLVED',
};

const parsers = { state: parseAsStringLiteral(VIEWS).withDefault('queue'), peek: parseAsString };

/** The page's content. */
export function Inbox() {
  const domain = useScopeDomain();
  const [{ state, peek }, setUrl] = useQueryStates(parsers, { history: 'push' });
  const setPeek = useCallback((id: string | null) => void setUrl({ peek: id }, { history: 'replace' }), [setUrl]);
  const choose = (value: string) => {
    void setUrl({ state: VIEWS.find((view) => view === value) ?? null, peek: null });
  };
  if (domain.kind === 'unknown') {
    return (
      <Empty title={`There is no domain called ${domain.slug}`}>
        <ButtonLink href="/inbox">Show the whole inbox</ButtonLink>
      </Empty>
    );
  }
  const list = (view: View) =>
    domain.kind === 'pending' ? (
      <Skeleton height="60vh" label="Loading the inbox" />
    ) : (
      <InboxList
        key={`${domain.id} ${view}`}
        domainId={domain.id}
        domainName={domain.name}
        state={states[view]}
        {...{ peek, setPeek }}
      />
    );
  return (
    <>
      <PageTitle title="Inbox" />
      <Tabs
        label="Which items"
        value={state}
        onChange={choose}
        tabs={VIEWS.map((view) => ({ value: view, label: labels[view], content: list(view) }))}
      />
    </>
  );
}
