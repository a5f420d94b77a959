'use client';
/** The first page: where the fleet is in the spectrum, what needs somebody, what is rolled out, and who waits. */
import { PageTitle } from '../../ui/page-title.tsx';
import { AttentionPanel } from '../inbox/attention-panel.tsx';
import { RolloutsPanel } from '../rollouts/rollouts-panel.tsx';
import { answeringOf } from './answering.ts';
import { AnswersChip } from './answers-chip.tsx';
import { DomainTable } from './domain-table.tsx';
import { PendingPanel } from './pending-panel.tsx';
import { SpectrumPanel } from './spectrum-panel.tsx';
import { useDomainCounts } from './use-domain-counts.ts';

/** Of the whole tenant; a domain has a page of its own. Each panel asks for itself, so that one that fails stays alone. */
export function Overview() {
  const { domains, error, retry } = useDomainCounts(null);
  const answering = answeringOf(domains ?? []);
  return (
    <>
      <PageTitle title="Fleet">
        <AnswersChip answering={answering} scope={null} />
      </PageTitle>
      <div className="grid grid-cols-12 gap-3">
        <div className="col-span-12 min-w-0 lg:col-span-8">
          <SpectrumPanel domainId={null} isOff={false} />
        </div>
        <div className="col-span-12 min-w-0 lg:col-span-4 lg:[&>section]:h-full">
          <AttentionPanel domainId={null} domainName={null} />
        </div>
        <div className="col-span-12 min-w-0 lg:col-span-8">
          <DomainTable {...{ domains, error }} missing={answering.missing} onRetry={retry} />
        </div>
        <div className="col-span-12 flex min-w-0 flex-col gap-3 lg:col-span-4">
          <RolloutsPanel />
          <PendingPanel scope={null} />
        </div>
      </div>
    </>
  );
}
