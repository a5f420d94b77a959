'use client';
/**
 * The tokens that were issued, newest first: open ones can be revoked; used ones lead to the device they became.
 */
import Link from 'next/link';
import { useEffect } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { useLiveQuery } from '../../live/use-live-query.ts';
import { Age } from '../../ui/age.tsx';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { NoPermission } from '../../ui/no-permission.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Cell, HeadCell, Row, Table } from '../../ui/table.tsx';
import { toast } from '../../ui/toast.tsx';
import { useRoleBlock } from '../device/use-role-block.ts';
import { LabelList } from '../devices/label-list.tsx';

const TokenList_TokensQuery = graphql(`
  query TokenList_TokensQuery {
    enrollmentTokens(first: 50) {
      edges {
        node {
          id
          state
          createdAt
          expiresAt
          redeemedBy
          channel
          domain {
            id
            name
          }
          location {
            id
            name
          }
          labels {
            key
            value
          }
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

const STATE_WORDS = { OPEN: 'open', REDEEMED: 'used', EXPIRED: 'expired', REVOKED: 'revoked' } as const;

interface TokenListProps {
  /** Changes when tokens may have changed; the list is then read again. */
  revision: number;
}

/** A table of tokens; the secrets themselves are nowhere. */
export function TokenList({ revision }: TokenListProps) {
  const whyNotOperator = useRoleBlock('OPERATOR');
  const { data, error, retry } = useLiveQuery(TokenList_TokensQuery, {}, { pause: whyNotOperator !== undefined });
  const [, revoke] = useMutation(TokenList_RevokeMutation);
  useEffect(() => {
    if (revision > 0 && whyNotOperator === undefined) retry();
  }, [revision]);
  const revokeToken = async (id: string) => {
    const { error: refusal } = await revoke({ input: { id } });
    if (refusal === undefined) toast({ title: 'The token is revoked' });
    else toast({ title: 'The token was not revoked', detail: describeFailure(refusal).message });
    retry();
  };
  if (whyNotOperator !== undefined) {
    return (
      <Panel title="Tokens">
        <NoPermission what="The list of tokens" needs="operator" />
      </Panel>
    );
  }
  const tokens = data?.enrollmentTokens.edges.map(({ node }) => node) ?? [];
  return (
    <Panel title="Tokens" flush>
      {data === undefined && error !== undefined ? (
        <Failed what="The tokens" {...describeFailure(error)} onRetry={retry} />
      ) : null}
      {data === undefined && error === undefined ? <Skeleton height={160} /> : null}
      {data !== undefined && tokens.length === 0 ? (
        <Empty title="No token yet">Issue one above; it is shown once.</Empty>
      ) : null}
      {tokens.length > 0 ? (
        <Table label="Enrollment tokens">
          <thead>
            <tr>
              <HeadCell>State</HeadCell>
              <HeadCell>Issued</HeadCell>
              <HeadCell>Domain</HeadCell>
              <HeadCell>Location</HeadCell>
              <HeadCell>Labels</HeadCell>
              <HeadCell>Channel</HeadCell>
              <HeadCell align="right">Device or action</HeadCell>
            </tr>
          </thead>
          <tbody>
            {tokens.map((token) => (
              <Row key={token.id}>
                <Cell>{STATE_WORDS[token.state]}</Cell>
                <Cell>
                  <Age at={token.createdAt} prefix="" />
                </Cell>
                <Cell>{token.domain.name}</Cell>
                <Cell>{token.location?.name ?? '–'}</Cell>
                <Cell>
                  <LabelList labels={token.labels} />
                </Cell>
                <Cell>{token.channel}</Cell>
                <Cell align="right">
                  {token.state === 'OPEN' ? (
                    <Button tone="quiet" disabledBecause={whyNotOperator} onClick={() => void revokeToken(token.id)}>
                      Revoke
                    </Button>
                  ) : null}
                  {token.redeemedBy === null ? null : (
                    <Link href={`/devices/${token.redeemedBy}`} className="text-accent hover:underline">
                      its device
                    </Link>
                  )}
                </Cell>
              </Row>
            ))}
          </tbody>
        </Table>
      ) : null}
    </Panel>
  );
}
