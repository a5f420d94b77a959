'use client';
/**
 * What stands where the inbox has no rows. An empty queue is the best news there is, so it says how it is known: when it
 * was read, and how many devices were looked at.
 */
import type { AttentionState } from '../../gql/graphql.ts';
import { graphql } from '../../gql/gql.ts';
import { useLiveQuery } from '../../live/use-live-query.ts';
import { Age } from '../../ui/age.tsx';
import { Empty } from '../../ui/empty.tsx';
import { stateWords } from './attention-item.ts';

const NothingHere_DevicesQuery = graphql(`
  query NothingHere_DevicesQuery($domainId: ID) {
    spectrum(domainId: $domainId) {
      total
    }
  }
`);

interface NothingHereProps {
  domainId: string | null;
  domainName: string | null;
  state: AttentionState | null;
  readAt: number | null;
}

/** Says which view is empty, and for the queue itself how that is known. */
export function NothingHere({ domainId, domainName, state, readAt }: NothingHereProps) {
  const { data } = useLiveQuery(NothingHere_DevicesQuery, { domainId }, { pause: state !== null });
  const where = domainName === null ? '' : ` in ${domainName}`;
  if (state !== null) return <Empty title={`No item${where} is ${stateWords[state]}`} />;
  const total = data?.spectrum.total;
  return (
    <Empty title={`Nothing${where} needs you`}>
      Last checked <Age at={readAt} prefix="" />
      {total === undefined ? '' : `, ${total.toLocaleString('en')} ${total === 1 ? 'device' : 'devices'} evaluated`}.
    </Empty>
  );
}
