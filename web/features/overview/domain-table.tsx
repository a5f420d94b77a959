/** Every domain with its own small spectrum, so that a number on top can be followed to where it comes from. */
import Link from 'next/link';
import type { CombinedError } from 'urql';
import { describeFailure } from '../../live/describe-failure.ts';
import { scopedHref } from '../../live/scope.ts';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Cell, HeadCell, Row, Table } from '../../ui/table.tsx';
import { DomainBar } from './domain-bar.tsx';
import { byDesignShare, percentText, totalOfCounts } from './spectrum-facts.ts';
import type { ListedDomain } from './use-domain-counts.ts';

interface DomainTableProps {
  title?: string;
  /** Undefined until they were read. */
  domains: readonly ListedDomain[] | undefined;
  /** Those of which nobody is heard now. */
  missing: readonly ListedDomain[];
  error: CombinedError | undefined;
  onRetry: () => void;
}

/** Rows in the order of the tree. */
export function DomainTable({ title = 'Domains', domains, missing, error, onRetry }: DomainTableProps) {
  return (
    <Panel title={title} flush>
      {domains ? (
        domains.length === 0 ? (
          <Empty title="No domains yet">Every device belongs to a domain; none has been made in this tenant.</Empty>
        ) : (
          <Table label="Devices of each domain by state">
            <Head />
            <tbody>
              {domains.map((domain) => (
                <DomainRow key={domain.id} domain={domain} isMissing={missing.includes(domain)} />
              ))}
            </tbody>
          </Table>
        )
      ) : error ? (
        <Failed what="The domains" height={160} onRetry={onRetry} {...describeFailure(error)} />
      ) : (
        <Skeleton height={160} label="Loading the domains" />
      )}
    </Panel>
  );
}

function Head() {
  return (
    <thead>
      <tr>
        <HeadCell>Domain</HeadCell>
        <HeadCell align="right" width="88px">
          Devices
        </HeadCell>
        <HeadCell width="50%">Spectrum</HeadCell>
        <HeadCell align="right" width="88px">
          By design
        </HeadCell>
        <HeadCell align="right" width="112px">
          Disconnected
        </HeadCell>
        <HeadCell align="right" width="104px">
          Quarantined
        </HeadCell>
      </tr>
    </thead>
  );
}

function DomainRow({ domain, isMissing }: { domain: ListedDomain; isMissing: boolean }) {
  const { name, slug, depth, counts } = domain;
  return (
    <Row>
      <Cell>
        <Link href={scopedHref(slug, '/')} className="hover:underline" style={{ paddingLeft: 14 * depth }}>
          {name}
        </Link>
        {isMissing && <span className="ml-2 text-xs text-muted">not answering</span>}
      </Cell>
      <Cell align="right" figures>
        {totalOfCounts(counts).toLocaleString('en')}
      </Cell>
      <Cell>
        <DomainBar counts={counts} />
      </Cell>
      <Cell align="right" figures>
        {percentText(byDesignShare(counts))}
      </Cell>
      <Cell align="right" figures>
        {counts.DISCONNECTED ?? 0}
      </Cell>
      <Cell align="right" figures>
        {counts.QUARANTINED ?? 0}
      </Cell>
    </Row>
  );
}
