'use client';
/**
 * Who may declare what the devices of a domain should be, and the writes that lost against the holder. Nothing of a
 * conflict took effect; it stays open until a person has said what became of it.
 */
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { useLiveQuery } from '../../live/use-live-query.ts';
import { Age } from '../../ui/age.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { FactList } from '../device/fact-list.tsx';
import { useRereadAfterChange } from '../overview/use-reread-after-change.ts';
import { AuthorityConflictItem } from './authority-conflict-item.tsx';

const DomainAuthority_AuthorityQuery = graphql(`
  query DomainAuthority_AuthorityQuery($id: ID!) {
    domain(id: $id) {
      id
      authority {
        authorityId
        masterOfRecord
        stage
        controllerIds
        epoch
        since
        reason
      }
      authorityDomain {
        id
        name
      }
    }
    authorityConflicts(domainId: $id, isOpen: true, first: 5) {
      totalCount
      edges {
        node {
          id
          ...AuthorityConflict_ConflictFragment
        }
      }
    }
  }
`);

const stageWords = {
  HELD: 'held',
  RELEASING: 'asked to let go, still holds',
  VACANT: 'vacant: every write is refused until somebody takes it',
} as const;

/** Facts above, open conflicts below. */
export function AuthorityPanel({ domain }: { domain: { id: string; localDecisions: readonly string[] } }) {
  const { data, error, retry } = useLiveQuery(DomainAuthority_AuthorityQuery, { id: domain.id });
  useRereadAfterChange(retry);
  const found = data?.domain;
  const conflicts = data?.authorityConflicts.edges.map(({ node }) => node) ?? [];
  const total = data?.authorityConflicts.totalCount ?? conflicts.length;
  return (
    <Panel title={total > 0 ? `Authority: ${total} open ${total === 1 ? 'conflict' : 'conflicts'}` : 'Authority'}>
      <div className="min-h-48">
        {found ? (
          <>
            <FactList facts={factsOf(found, domain.localDecisions)} />
            {conflicts.length > 0 && (
              <ul className="mt-3 border-t border-line pt-2" aria-label="Open conflicts">
                {conflicts.map((conflict) => (
                  <AuthorityConflictItem key={conflict.id} conflict={conflict} onResolved={retry} />
                ))}
              </ul>
            )}
          </>
        ) : error ? (
          <Failed what="The authority" height={192} onRetry={retry} {...describeFailure(error)} />
        ) : (
          <Skeleton height={192} label="Loading the authority" />
        )}
      </div>
    </Panel>
  );
}

interface FoundDomain {
  authority: {
    authorityId: string;
    masterOfRecord: string;
    stage: keyof typeof stageWords;
    controllerIds: readonly string[];
    epoch: number;
    since: string | null;
    reason: string | null;
  };
  authorityDomain: { name: string } | null;
}

function factsOf({ authority, authorityDomain }: FoundDomain, localDecisions: readonly string[]) {
  const { authorityId, masterOfRecord, stage, controllerIds, epoch, since, reason } = authority;
  return [
    {
      term: 'Master of record',
      value: (
        <>
          {masterOfRecord} <code className="figures text-muted">{authorityId}</code>
        </>
      ),
    },
    { term: 'Stands', value: reason ? `${stageWords[stage]} (${reason})` : stageWords[stage] },
    { term: 'Epoch', value: <code>{epoch}</code> },
    { term: 'Since', value: since ? <Age at={since} prefix="" /> : null, absence: 'nobody ever took it' },
    { term: 'Inherited from', value: authorityDomain?.name ?? null, absence: 'nowhere' },
    {
      term: 'Controllers',
      value: controllerIds.length > 0 ? controllerIds.join(', ') : null,
      absence: 'this control plane',
    },
    {
      term: 'Decided locally',
      value: localDecisions.length > 0 ? localDecisions.join(', ') : null,
      absence: 'nothing',
    },
  ];
}
