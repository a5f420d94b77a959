'use client';
/** Every domain of the scope with its signals side by side, so that a bad number on top can be followed to its place. */
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
import { type ListedDomain, useDomainCounts } from '../overview/use-domain-counts.ts';
import { useRereadAfterChange } from '../overview/use-reread-after-change.ts';
import { HealthBadge } from './health-badge.tsx';
import { DomainSignal_Fragment } from './domain-signal-fragment.ts';
import { scopeStateOf, valueText } from './signal-words.ts';

const DomainHealth_SignalsQuery = graphql(`
  query DomainHealth_SignalsQuery($domainId: ID!) {
    fleetHealth(domainId: $domainId) {
      ...DomainSignal_HealthSignalFragment
    }
  }
`);

/** More rows would be as many questions at once. */
const ROWS_MAX = 60;

const columns = [
  { name: 'missed_heartbeats', title: 'Missed' },
  { name: 'backlog', title: 'Backlog' },
  { name: 'cardinality_budget', title: 'Series' },
  { name: 'version_skew', title: 'Skew' },
  { name: 'stale_pending', title: 'Pending' },
  { name: 'token_reuse', title: 'Token reuse' },
  { name: 'quarantine_attempts', title: 'Attempts' },
] as const;

/** Rows in the order of the tree; each asks for itself. */
export function DomainHealthPanel({ scope }: { scope: string | null }) {
  const { domains, error, retry } = useDomainCounts(scope);
  return (
    <Panel title="By domain" flush>
      {domains ? (
        domains.length === 0 ? (
          <Empty title="No domains yet">Every device belongs to a domain; none has been made in this tenant.</Empty>
        ) : (
          <Table label="Signals of each domain">
            <thead>
              <tr>
                <HeadCell>Domain</HeadCell>
                <HeadCell>State</HeadCell>
                {columns.map(({ name, title }) => (
                  <HeadCell key={name} align="right">
                    {title}
                  </HeadCell>
                ))}
              </tr>
            </thead>
            <tbody>
              {domains.slice(0, ROWS_MAX).map((domain) => (
                <DomainRow key={domain.id} domain={domain} />
              ))}
            </tbody>
          </Table>
        )
      ) : error ? (
        <Failed what="The domains" height={200} onRetry={retry} {...describeFailure(error)} />
      ) : (
        <Skeleton height={200} label="Loading the domains" />
      )}
      {domains && domains.length > ROWS_MAX && (
        <p className="px-3 py-2 text-xs text-muted">
          The first {ROWS_MAX} of {domains.length} domains; choose one above to see the rest.
        </p>
      )}
    </Panel>
  );
}

function DomainRow({ domain: { id, name, slug, depth } }: { domain: ListedDomain }) {
  const { data, error, retry } = useLiveQuery(DomainHealth_SignalsQuery, { domainId: id });
  useRereadAfterChange(retry);
  const signals = data?.fleetHealth.map((each) => getFragmentData(DomainSignal_Fragment, each));
  return (
    <Row>
      <Cell>
        <Link href={scopedHref(slug, '/health')} className="hover:underline" style={{ paddingLeft: 14 * depth }}>
          {name}
        </Link>
      </Cell>
      <Cell>
        {signals ? (
          <HealthBadge state={scopeStateOf(signals)} />
        ) : (
          <span className="text-muted">{error ? 'not answered' : ''}</span>
        )}
      </Cell>
      {columns.map((column) => {
        const signal = signals?.find((each) => each.name === column.name);
        return (
          <Cell key={column.name} align="right" figures>
            {signal && (
              <span
                title={signal.explanation}
                className={signal.state === 'WARN' || signal.state === 'BAD' ? 'font-semibold' : 'text-muted'}
              >
                {valueText(signal.value, signal.unit === '%' ? '%' : '')}
              </span>
            )}
          </Cell>
        );
      })}
    </Row>
  );
}
