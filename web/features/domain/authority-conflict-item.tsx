'use client';
/** One write that lost against the holder: what it wanted, by whom, and how a person is done with it. */
import { type FormEvent, useState } from 'react';
import { useMutation } from 'urql';
import { type FragmentType, getFragmentData } from '../../gql/fragment-masking.ts';
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { Age } from '../../ui/age.tsx';
import { Button } from '../../ui/button.tsx';
import { Field, TextInput } from '../../ui/field.tsx';
import { toast } from '../../ui/toast.tsx';
import { useRoleBlock } from '../device/use-role-block.ts';

const AuthorityConflict_Fragment = graphql(`
  fragment AuthorityConflict_ConflictFragment on AuthorityConflict {
    id
    authorityId
    epoch
    currentAuthorityId
    currentEpoch
    what
    detectedAt
    device {
      id
      name
    }
    domain {
      id
      name
    }
  }
`);

const AuthorityConflict_ResolveMutation = graphql(`
  mutation AuthorityConflict_ResolveMutation($input: ResolveAuthorityConflictInput!) {
    resolveAuthorityConflict(input: $input) {
      id
      isOpen
      resolvedAt
    }
  }
`);

interface AuthorityConflictItemProps {
  conflict: FragmentType<typeof AuthorityConflict_Fragment>;
  onResolved: () => void;
}

/** Two lines, and a form once somebody is done with it. */
export function AuthorityConflictItem({ conflict, onResolved }: AuthorityConflictItemProps) {
  const facts = getFragmentData(AuthorityConflict_Fragment, conflict);
  const [isOpen, setIsOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [{ fetching: isBusy, error }, resolve] = useMutation(AuthorityConflict_ResolveMutation);
  const whyNotOperate = useRoleBlock('OPERATOR');
  const whyNot = whyNotOperate ?? (reason.trim().length < 3 ? 'Write what became of it.' : undefined);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (whyNot !== undefined || isBusy) return;
    const { data } = await resolve({ input: { conflictId: facts.id, reason: reason.trim() } });
    if (!data) return;
    toast({ title: 'The conflict is resolved' });
    onResolved();
  };
  return (
    <li className="border-b border-line py-2 last:border-0">
      <p className="flex items-center gap-2">
        <span className="min-w-0 flex-1 truncate" title={facts.what}>
          {facts.what}: {facts.device?.name ?? facts.domain?.name ?? 'unknown'}
        </span>
        {!isOpen && (
          <Button tone="quiet" onClick={() => setIsOpen(true)}>
            Resolve…
          </Button>
        )}
      </p>
      <p className="text-xs text-muted">
        <code className="figures">{facts.authorityId}</code> wrote under epoch {facts.epoch};{' '}
        <code className="figures">{facts.currentAuthorityId}</code> held epoch {facts.currentEpoch}.{' '}
        <Age at={facts.detectedAt} prefix="" />
      </p>
      {isOpen && (
        <form onSubmit={(event) => void submit(event)} className="mt-2 flex flex-col gap-2">
          <Field label="What became of it" error={error && describeFailure(error).message}>
            {(ids) => <TextInput {...ids} value={reason} onChange={(event) => setReason(event.target.value)} />}
          </Field>
          <span className="flex gap-2">
            <Button type="submit" tone="primary" disabledBecause={whyNot} isBusy={isBusy}>
              Resolve
            </Button>
            <Button onClick={() => setIsOpen(false)}>Cancel</Button>
          </span>
        </form>
      )}
    </li>
  );
}
