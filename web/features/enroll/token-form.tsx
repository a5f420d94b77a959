'use client';
/**
 * Issues a one-use enrollment token: where the device will belong and how long the token may wait. What is chosen here
 * is fixed in the token, so the person at the device decides nothing.
 */
import { type FormEvent, useState } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../../gql/gql.ts';
import type { TokenForm_CreateMutationMutation } from '../../gql/graphql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { useLiveQuery } from '../../live/use-live-query.ts';
import { Button } from '../../ui/button.tsx';
import { Failed } from '../../ui/failed.tsx';
import { useRoleBlock } from '../device/use-role-block.ts';
import { parseLabels } from './parse-labels.ts';
import { Refused } from './refused.tsx';
import { NOWHERE, TokenFields, type TokenChoice } from './token-fields.tsx';

const TokenForm_PlacesQuery = graphql(`
  query TokenForm_PlacesQuery {
    domains {
      id
      path
    }
    locations {
      id
      name
    }
  }
`);

const TokenForm_CreateMutation = graphql(`
  mutation TokenForm_CreateMutation($input: CreateEnrollmentTokenInput!) {
    createEnrollmentToken(input: $input) {
      token
      command
      caFingerprint
      enrollmentToken {
        id
        expiresAt
      }
    }
  }
`);

/** A token as it is shown once, right after it was made. */
export type IssuedTokenFacts = TokenForm_CreateMutationMutation['createEnrollmentToken'];

const UNFILLED: TokenChoice = { domainId: '', locationId: NOWHERE, labels: '', channel: 'prod', ttlMinutes: 15 };

interface TokenFormProps {
  onIssued: (issued: IssuedTokenFacts) => void;
}

/** The fields and the button that issues. */
export function TokenForm({ onIssued }: TokenFormProps) {
  const places = useLiveQuery(TokenForm_PlacesQuery, {});
  const [{ fetching: isBusy, error }, create] = useMutation(TokenForm_CreateMutation);
  const [filled, setFilled] = useState(UNFILLED);
  const whyNotOperator = useRoleBlock('OPERATOR');
  if (places.error !== undefined && !places.data) {
    return <Failed what="The list of domains" {...describeFailure(places.error)} onRetry={places.retry} />;
  }

  const domains = places.data?.domains ?? [];
  const choice = { ...filled, domainId: filled.domainId || (domains[0]?.id ?? '') };
  const labels = parseLabels(choice.labels);
  const whyNoDomain = places.fetching ? 'Reading the domains…' : 'There is no domain yet; create one first.';
  const whyNoLabels = labels.kind === 'unreadable' ? `${labels.part}: ${labels.reason}.` : undefined;
  const whyNot = whyNotOperator ?? (choice.domainId === '' ? whyNoDomain : whyNoLabels);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (whyNot !== undefined || isBusy || labels.kind === 'unreadable') return;
    const locationId = choice.locationId === NOWHERE ? null : choice.locationId;
    const { data } = await create({ input: { ...choice, locationId, labels: labels.labels } });
    if (data) onIssued(data.createEnrollmentToken);
  };
  return (
    <form onSubmit={(event) => void submit(event)} className="enroll-form">
      <TokenFields
        choice={choice}
        domains={domains}
        locations={places.data?.locations ?? []}
        labelError={whyNoLabels}
        onChoice={(change) => setFilled({ ...filled, ...change })}
      />
      <div className="enroll-form-submit">
        <Button type="submit" tone="primary" disabledBecause={whyNot} isBusy={isBusy}>
          Issue token
        </Button>
        <Refused error={error} />
      </div>
    </form>
  );
}
