'use client';
/**
 * The page of one domain: how its devices are, how they are connected, what they still owe, who rules them, and the
 * settings they are judged by. Which tab is open stands in the URL; each panel asks for itself and fails alone.
 */
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { useLiveQuery } from '../../live/use-live-query.ts';
import { ButtonLink } from '../../ui/button-link.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { PageTitle } from '../../ui/page-title.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { answeringOf } from '../overview/answering.ts';
import { AnswersChip } from '../overview/answers-chip.tsx';
import { useDomainCounts } from '../overview/use-domain-counts.ts';
import { useScopeDomain } from '../overview/use-scope-domain.ts';
import { DomainNow } from './domain-now.tsx';
import { DomainSettingsTab } from './domain-settings-tab.tsx';

const DomainPage_DomainQuery = graphql(`
  query DomainPage_DomainQuery($id: ID!) {
    domain(id: $id) {
      id
      name
      slug
      path
      deviceCount
      localDecisions
    }
  }
`);

const TABS = ['now', 'settings'] as const;

/** Head and tabs, or why there is nothing to show. */
export function DomainPage({ slug }: { slug: string }) {
  const [tab, setTab] = useQueryState('tab', parseAsStringLiteral(TABS).withDefault('now'));
  const found = useScopeDomain();
  const id = found.kind === 'known' ? (found.id ?? '') : '';
  const { data, error, retry } = useLiveQuery(DomainPage_DomainQuery, { id }, { pause: id === '' });
  const counted = useDomainCounts(slug);
  if (found.kind === 'unknown' || data?.domain === null) {
    return (
      <>
        <PageTitle title={slug} />
        <Empty title={`There is no domain called ${slug}`}>
          <ButtonLink href="/">Show all domains</ButtonLink>
        </Empty>
      </>
    );
  }
  const domain = data?.domain;
  if (domain === undefined) {
    if (error !== undefined) return <Failed what="The domain" {...describeFailure(error)} onRetry={retry} />;
    return <Skeleton height="80vh" label="Loading the domain" />;
  }
  // On a phone the head is a line higher where not everybody answers: that is known before anything is shown.
  if (counted.domains === undefined && counted.error === undefined) {
    return <Skeleton height="80vh" label="Loading the domain" />;
  }
  return (
    <>
      <PageTitle title={domain.name}>
        <AnswersChip answering={answeringOf(counted.domains ?? [])} scope={slug} />
        <code className="figures">{domain.path}</code>
        <span>
          <span className="figures">{domain.deviceCount.toLocaleString('en')}</span>{' '}
          {domain.deviceCount === 1 ? 'device' : 'devices'}
        </span>
      </PageTitle>
      <Tabs
        label="About this domain"
        value={tab}
        onChange={(value) => void setTab(TABS.find((known) => known === value) ?? null)}
        tabs={[
          { value: 'now', label: 'Now', content: <DomainNow domain={domain} /> },
          { value: 'settings', label: 'Settings', content: <DomainSettingsTab domainId={domain.id} /> },
        ]}
      />
    </>
  );
}
