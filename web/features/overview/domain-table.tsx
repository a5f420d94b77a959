'use client';
/** Every domain with its own small spectrum, so that a number on top can be followed to where it comes from. */
import type { ResultOf } from '@graphql-typed-document-node/core';
import Link from 'next/link';
import { getFragmentData } from '../../gql/fragment-masking.ts';
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { scopedHref } from '../../live/scope.ts';
import { useLiveQuery } from '../../live/use-live-query.ts';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Cell, HeadCell, Row, Table } from '../../ui/table.tsx';
import { DomainBar } from './domain-bar.tsx';
import { byDesignShare, countsOf, percentText, Spectrum_Fragment } from './spectrum-facts.ts';
import { useRereadAfterChange } from './use-reread-after-change.ts';

const DomainTable_DomainsQuery = graphql(`
  query DomainTable_DomainsQuery {
    domains {
      id
      name
      slug
      path
      spectrum {
        ...Spectrum_SpectrumFragment
      }
    }
  }
`);

interface DomainTableProps {
  /** Only this domain and what is below it; null for all. */
  scope: string | null;
}

/** Rows in the order of the tree. */
export function DomainTable({ scope }: DomainTableProps) {
  const { data, error, retry } = useLiveQuery(DomainTable_DomainsQuery, {});
  useRereadAfterChange(retry);
  const all = data?.domains.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const root = all?.find(({ slug }) => slug === scope);
  const domains = all?.filter(({ path }) => !root || path === root.path || path.startsWith(`${root.path}/`));
  return (
    <Panel title="Domains" flush>
      {domains ? (
        domains.length === 0 ? (
          <Empty title="No domains yet">Every device belongs to a domain; none has been made in this tenant.</Empty>
        ) : (
          <Rows domains={domains} depth={root ? root.path.split('/').length : 1} />
        )
      ) : error ? (
        <Failed what="The domains" height={160} onRetry={retry} {...describeFailure(error)} />
      ) : (
        <Skeleton height={160} label="Loading the domains" />
      )}
    </Panel>
  );
}

type Domain = ResultOf<typeof DomainTable_DomainsQuery>['domains'][number];

function Rows({ domains, depth }: { domains: readonly Domain[]; depth: number }) {
  return (
    <Table label="Devices of each domain by state">
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
      <tbody>
        {domains.map((domain) => {
          const spectrum = getFragmentData(Spectrum_Fragment, domain.spectrum);
          const counts = countsOf(spectrum.buckets);
          return (
            <Row key={domain.id}>
              <Cell>
                <Link
                  href={scopedHref(domain.slug, '/')}
                  className="hover:underline"
                  style={{ paddingLeft: 14 * (domain.path.split('/').length - depth) }}
                >
                  {domain.name}
                </Link>
              </Cell>
              <Cell align="right" figures>
                {spectrum.total.toLocaleString('en')}
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
        })}
      </tbody>
    </Table>
  );
}
