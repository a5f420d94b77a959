'use client';
/** One issued token: what it fixes, what became of it, and what can be done about it. */
import Link from 'next/link';
import { type FragmentType, getFragmentData } from '../../gql/fragment-masking.ts';
import { graphql } from '../../gql/gql.ts';
import { useScopedHref } from '../../live/scope.ts';
import { Age } from '../../ui/age.tsx';
import { Button } from '../../ui/button.tsx';
import { Cell, Row } from '../../ui/table.tsx';
import { LabelList } from '../devices/label-list.tsx';

const TokenRow_TokenFragment = graphql(`
  fragment TokenRow_TokenFragment on EnrollmentToken {
    id
    state
    createdAt
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
`);

const STATE_WORDS = { OPEN: 'open', REDEEMED: 'used', EXPIRED: 'expired', REVOKED: 'revoked' } as const;

interface TokenRowProps {
  token: FragmentType<typeof TokenRow_TokenFragment>;
  onRevoke: (id: string) => void;
}

/** An open token can be revoked; a used one leads to its device. */
export function TokenRow({ token, onRevoke }: TokenRowProps) {
  const href = useScopedHref();
  const facts = getFragmentData(TokenRow_TokenFragment, token);
  const { id, state, createdAt, redeemedBy, channel, domain, location, labels } = facts;
  return (
    <Row>
      <Cell>{STATE_WORDS[state]}</Cell>
      <Cell>
        <Age at={createdAt} prefix="" />
      </Cell>
      <Cell>{location === null ? domain.name : `${domain.name}, ${location.name}`}</Cell>
      <Cell>
        <LabelList labels={labels} />
      </Cell>
      <Cell>{channel}</Cell>
      <Cell align="right">
        {state === 'OPEN' ? (
          <Button tone="quiet" onClick={() => onRevoke(id)}>
            Revoke
          </Button>
        ) : null}
        {redeemedBy === null ? null : (
          <Link href={href(`/devices/${redeemedBy}`)} className="text-accent underline">
            its device
          </Link>
        )}
      </Cell>
    </Row>
  );
}
