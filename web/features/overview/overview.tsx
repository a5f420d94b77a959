'use client';
/** The first page: where the fleet is in the spectrum, what of it needs somebody, which domain it is, and who waits. */
import { useScope } from '../../live/scope.ts';
import { ButtonLink } from '../../ui/button-link.tsx';
import { Empty } from '../../ui/empty.tsx';
import { PageTitle } from '../../ui/page-title.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { AttentionPanel } from '../inbox/attention-panel.tsx';
import { answeringOf } from './answering.ts';
import { AnswersChip } from './answers-chip.tsx';
import { DomainTable } from './domain-table.tsx';
import { PendingPanel } from './pending-panel.tsx';
import { SpectrumPanel } from './spectrum-panel.tsx';
import { useDomainCounts } from './use-domain-counts.ts';
import { useScopeDomain } from './use-scope-domain.ts';

/** Each panel asks for itself, so that one that fails leaves the others standing. */
export function Overview() {
  const scope = useScope();
  const domain = useScopeDomain();
  const { domains, error, retry } = useDomainCounts(scope);
  const answering = answeringOf(domains ?? []);
  if (domain.kind === 'unknown') {
    return (
      <Empty title={`There is no domain called ${domain.slug}`}>
        <ButtonLink href="/">Show all domains</ButtonLink>
      </Empty>
    );
  }
  const domainId = domain.kind === 'known' ? domain.id : null;
  return (
    <>
      <PageTitle title={domain.kind === 'known' && domain.name !== null ? domain.name : 'Fleet'}>
        <AnswersChip {...{ answering, scope }} />
      </PageTitle>
      <div className="grid grid-cols-12 gap-3">
        <div className="col-span-12 min-w-0 lg:col-span-8">
          <SpectrumPanel domainId={domainId} isOff={domain.kind === 'pending'} />
        </div>
        <div className="col-span-12 min-w-0 lg:col-span-4 lg:[&>section]:h-full">
          {domain.kind === 'pending' ? (
            <Skeleton height={356} label="Loading what needs attention" />
          ) : (
            <AttentionPanel key={domainId} domainId={domainId} domainName={domain.name} />
          )}
        </div>
        <div className="col-span-12 min-w-0 lg:col-span-8">
          <DomainTable {...{ domains, error }} missing={answering.missing} onRetry={retry} />
        </div>
        <div className="col-span-12 min-w-0 lg:col-span-4">
          <PendingPanel scope={scope} />
        </div>
      </div>
    </>
  );
}
