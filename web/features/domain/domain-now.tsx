'use client';
/** The present of a domain as panels: spectrum, what needs somebody, topology, the domains below it, and who rules. */
import { Panel } from '../../ui/panel.tsx';
import { AttentionPanel } from '../inbox/attention-panel.tsx';
import { answeringOf } from '../overview/answering.ts';
import { DomainTable } from '../overview/domain-table.tsx';
import { SpectrumPanel } from '../overview/spectrum-panel.tsx';
import { useDomainCounts } from '../overview/use-domain-counts.ts';
import { AuthorityPanel } from './authority-panel.tsx';
import { DebtPanel } from './debt-panel.tsx';
import { NotWellPanel } from './not-well-panel.tsx';
import { TopologyPanel } from './topology-panel.tsx';

/** What every panel of the page needs to know of its domain. */
export type DomainFacts = { id: string; name: string; slug: string; path: string; localDecisions: readonly string[] };

/** Panels on a grid; heights are held while they load. */
export function DomainNow({ domain }: { domain: DomainFacts }) {
  return (
    <div className="grid grid-cols-12 gap-3">
      <div className="col-span-12 min-w-0 lg:col-span-8">
        <SpectrumPanel domainId={domain.id} isOff={false} />
      </div>
      <div className="col-span-12 min-w-0 lg:col-span-4 lg:[&>section]:h-full">
        <AttentionPanel domainId={domain.id} domainName={domain.name} />
      </div>
      <div className="col-span-12 min-w-0 lg:col-span-4 lg:[&>section]:h-full">
        <NotWellPanel slug={domain.slug} />
      </div>
      <div className="col-span-12 min-w-0 lg:col-span-8 lg:[&>section]:h-full">
        <TopologyPanel domain={domain} />
      </div>
      <div className="col-span-12 min-w-0">
        <DebtPanel domain={domain} />
      </div>
      <div className="col-span-12 min-w-0 lg:col-span-8 lg:[&>section]:h-full">
        <SubDomains slug={domain.slug} />
      </div>
      <div className="col-span-12 min-w-0 lg:col-span-4 lg:[&>section]:h-full">
        <AuthorityPanel domain={domain} />
      </div>
    </div>
  );
}

function SubDomains({ slug }: { slug: string }) {
  const { domains, error, retry } = useDomainCounts(slug);
  const below = domains?.filter((each) => each.slug !== slug).map((each) => ({ ...each, depth: each.depth - 1 }));
  if (below?.length === 0) {
    return (
      <Panel title="Domains below">
        <p className="text-muted">None: its devices belong to it directly.</p>
      </Panel>
    );
  }
  const { missing } = answeringOf(below ?? []);
  return <DomainTable title="Domains below" domains={below} missing={missing} error={error} onRetry={retry} />;
}
