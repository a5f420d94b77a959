'use client';
/**
 * Makes an auto-approval rule. A rule needs at least one label: one that lets everything in would make approval
 * meaningless.
 */
import { type FormEvent, useId, useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { graphql } from '../../gql/gql.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, TextInput } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { toast } from '../../ui/toast.tsx';
import { parseLabels } from './parse-labels.ts';
import { Refused } from './refused.tsx';

const RuleForm_DomainsQuery = graphql(`
  query RuleForm_DomainsQuery {
    domains {
      id
      path
    }
  }
`);

const RuleForm_CreateMutation = graphql(`
  mutation RuleForm_CreateMutation($input: CreateAutoApprovalRuleInput!) {
    createAutoApprovalRule(input: $input) {
      id
      name
    }
  }
`);

const ANYWHERE = '';
const UNFILLED = { name: '', labels: '', domainId: ANYWHERE };

interface RuleFormProps {
  isOpen: boolean;
  onClose: () => void;
  onCreated: () => void;
}

/** A dialog with name, labels and domain. */
export function RuleForm({ isOpen, onClose, onCreated }: RuleFormProps) {
  const formId = useId();
  const [{ data }] = useQuery({ query: RuleForm_DomainsQuery, pause: !isOpen });
  const [{ fetching: isBusy, error }, create] = useMutation(RuleForm_CreateMutation);
  const [rule, setRule] = useState(UNFILLED);
  const labels = parseLabels(rule.labels);
  const set = (change: Partial<typeof rule>) => setRule((before) => ({ ...before, ...change }));
  const whyNot = whyIncomplete(rule.name, labels);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (whyNot !== undefined || labels.kind === 'unreadable') return;
    const domainId = rule.domainId === ANYWHERE ? null : rule.domainId;
    const result = await create({ input: { name: rule.name.trim(), labels: labels.labels, domainId } });
    if (result.error !== undefined) return;
    toast({ title: `Rule ${rule.name.trim()} is in force` });
    setRule(UNFILLED);
    onCreated();
    onClose();
  };
  return (
    <Dialog
      open={isOpen}
      onOpenChange={(open) => (open ? undefined : onClose())}
      title="Add an auto-approval rule"
      description="Devices that claim a token with these labels are approved without a person, from now on."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} tone="primary" isBusy={isBusy} disabledBecause={whyNot}>
            Add rule
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
        <Field label="Name">
          {(ids) => <TextInput {...ids} value={rule.name} onChange={({ target }) => set({ name: target.value })} />}
        </Field>
        <Field label="Labels" hint="All of them must be on the token; at least one">
          {(ids) => (
            <TextInput
              {...ids}
              value={rule.labels}
              onChange={({ target }) => set({ labels: target.value })}
              placeholder="site=rtm"
              spellCheck={false}
            />
          )}
        </Field>
        <Field label="Domain">
          {(ids) => (
            <Select
              {...ids}
              value={rule.domainId}
              onChange={(domainId) => set({ domainId })}
              options={[
                { value: ANYWHERE, label: 'any domain' },
                ...(data?.domains ?? []).map(({ id, path }) => ({ value: id, label: `${path} and below` })),
              ]}
            />
          )}
        </Field>
        <Refused error={error} />
      </form>
    </Dialog>
  );
}

function whyIncomplete(name: string, labels: ReturnType<typeof parseLabels>): string | undefined {
  if (name.trim() === '') return 'Give the rule a name.';
  if (labels.kind === 'unreadable') return `${labels.part}: ${labels.reason}.`;
  return labels.labels.length === 0 ? 'Give at least one label.' : undefined;
}
