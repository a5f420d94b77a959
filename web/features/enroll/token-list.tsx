'use client';
/**
 * The tokens that were issued, newest first: open ones can be revoked; used ones lead to the device they became.
 */
import { useEffect, useEffectEvent } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { useLiveQuery } from '../../live/use-live-query.ts';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { NoPermission } from '../../ui/no-permission.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { HeadCell, Table } from '../../ui/table.tsx';
import { toast } from '../../ui/toast.tsx';
import { useRoleBlock } from '../device/use-role-block.ts';
import { TokenRow } from './token-row.tsx';

const TokenList_TokensQuery = graphql(`
  query TokenList_TokensQuery {
    enrollmentTokens(first: 50) {
      edges {
        node {
          id
          ...TokenRow_TokenFragment
        }
      }
    }
  }
`);

const TokenList_RevokeMutation = graphql(`
  mutation TokenList_RevokeMutation($input: RevokeEnrollmentTokenInput!) {
    revokeEnrollmentToken(input: $input) {
      id
      state
      revokedAt
    }
  }
`);

const HEADS = ['State', 'Issued', 'Place', 'Labels', 'Channel'] as const;

interface TokenListProps {
  /** Grows when tokens may have changed; the list is then read again. */
  revision: number;
}

/** A table of tokens; the secrets themselves are nowhere. */
export function TokenList({ revision }: TokenListProps) {
  const isForbidden = useRoleBlock('OPERATOR') !== undefined;
  const { data, error, retry } = useLiveQuery(TokenList_TokensQuery, {}, { pause: isForbidden });
  const [, revoke] = useMutation(TokenList_RevokeMutation);
  const readAgain = useEffectEvent(() => {
    if (revision > 0 && !isForbidden) retry();
  });
  useEffect(() => readAgain(), [revision]);
  const revokeToken = async (id: string) => {
    const { error: refusal } = await revoke({ input: { id } });
    if (refusal === undefined) toast({ title: 'The token is revoked' });
    else toast({ title: 'The token was not revoked', detail: describeFailure(refusal).message });
    retry();
  };
  const tokens = data?.enrollmentTokens.edges.map(({ node }) => node) ?? [];
  return (
    <Panel title="Tokens" flush>
      {isForbidden ? <NoPermission what="The list of tokens" needs="operator" /> : null}
      {!data && error !== undefined ? <Failed what="The tokens" {...describeFailure(error)} onRetry={retry} /> : null}
      {!data && error === undefined && !isForbidden ? <Skeleton height={160} /> : null}
      {data && tokens.length === 0 ? <Empty title="No token yet">Issue one above; it is shown once.</Empty> : null}
      {tokens.length > 0 ? (
        <Table label="Enrollment tokens">
          <thead>
            <tr>
              {HEADS.map((head) => (
                <HeadCell key={head}>{head}</HeadCell>
              ))}
              <HeadCell align="right">Next</HeadCell>
            </tr>
          </thead>
          <tbody>
            {tokens.map((token) => (
              <TokenRow key={token.id} token={token} onRevoke={(id) => void revokeToken(id)} />
            ))}
          </tbody>
        </Table>
      ) : null}
    </Panel>
  );
}
