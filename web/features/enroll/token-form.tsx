'use client';
/**
 * Issues a one-use enrollment token: where the device will belong and how long the token may wait. What is chosen here
 * is fixed in the token, so the person at the device decides nothing.
 */
import { type FormEvent, useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { graphql } from '../../gql/gql.ts';
import type { TokenForm_CreateMutationMutation } from '../../gql/graphql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { Button } from '../../ui/button.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Field, TextInput } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { useRoleBlock } from '../device/use-role-block.ts';
import { parseLabels } from './parse-labels.ts';

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

const CHANNELS = ['prod', 'canary', 'dev'].map((value) => ({ value, label: value }));
const TTLS_MINUTES = [5, 10, 15].map((minutes) => ({ value: String(minutes), label: `${minutes} minutes` }));
const NOWHERE = '';

interface TokenFormProps {
  onIssued: (issued: IssuedTokenFacts) => void;
}

/** Domain, location, labels, channel and time to live. */
export function TokenForm({ onIssued }: TokenFormProps) {
  const [places, readPlaces] = useQuery({ query: TokenForm_PlacesQuery });
  const [{ fetching: isBusy, error }, create] = useMutation(TokenForm_CreateMutation);
  const [choice, setChoice] = useState({ domainId: '', locationId: NOWHERE, labels: '', channel: 'prod', ttl: '15' });
  const whyNotOperator = useRoleBlock('OPERATOR');
  if (places.error !== undefined && places.data === undefined) {
    return <Failed what="The list of domains" {...describeFailure(places.error)} onRetry={() => readPlaces()} />;
  }

  const domains = places.data?.domains ?? [];
  const domainId = choice.domainId || (domains[0]?.id ?? '');
  const labels = parseLabels(choice.labels);
  const labelError = labels.kind === 'unreadable' ? `${labels.part}: ${labels.reason}.` : undefined;
  const whyNoDomain = places.fetching ? 'Reading the domains…' : 'There is no domain yet; create one first.';
  const whyNot = whyNotOperator ?? (domainId === '' ? whyNoDomain : labelError);
  const set = (change: Partial<typeof choice>) => setChoice((before) => ({ ...before, ...change }));

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (whyNot !== undefined || isBusy || labels.kind === 'unreadable') return;
    const { locationId, channel, ttl } = choice;
    const { data } = await create({
      input: {
        domainId,
        locationId: locationId === NOWHERE ? null : locationId,
        labels: labels.labels,
        channel,
        ttlMinutes: Number(ttl),
      },
    });
    if (data !== undefined) onIssued(data.createEnrollmentToken);
  };
  return (
    <form onSubmit={(event) => void submit(event)} className="enroll-form">
      <Field label="Domain">
        {(ids) => (
          <Select
            {...ids}
            value={domainId}
            onChange={(value) => set({ domainId: value })}
            options={domains.map(({ id, path }) => ({ value: id, label: path }))}
          />
        )}
      </Field>
      <Field label="Location">
        {(ids) => (
          <Select
            {...ids}
            value={choice.locationId}
            onChange={(locationId) => set({ locationId })}
            options={[
              { value: NOWHERE, label: 'none' },
              ...(places.data?.locations ?? []).map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        )}
      </Field>
      <Field label="Labels" hint="key=value, separated by spaces" error={labelError}>
        {(ids) => (
          <TextInput
            {...ids}
            value={choice.labels}
            onChange={({ target }) => set({ labels: target.value })}
            placeholder="site=rtm role=kiosk"
            autoComplete="off"
            spellCheck={false}
          />
        )}
      </Field>
      <Field label="Channel">
        {(ids) => (
          <Select {...ids} value={choice.channel} onChange={(channel) => set({ channel })} options={CHANNELS} />
        )}
      </Field>
      <Field label="Valid for" hint="15 minutes at most, one device">
        {(ids) => <Select {...ids} value={choice.ttl} onChange={(ttl) => set({ ttl })} options={TTLS_MINUTES} />}
      </Field>
      <div className="enroll-form-submit">
        <Button type="submit" tone="primary" disabledBecause={whyNot} isBusy={isBusy}>
          Issue token
        </Button>
        {error === undefined ? null : (
          <p role="alert" className="border-l-2 border-quarantined pl-1.5">
            {describeFailure(error).message}
          </p>
        )}
      </div>
    </form>
  );
}
