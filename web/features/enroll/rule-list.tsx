'use client';
/**
 * The auto-approval rules. A rule lets devices in without a person, so every rule in force is visible to everybody who
 * enrolls, with who made it.
 */
import { useState } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { useLiveQuery } from '../../live/use-live-query.ts';
import { Age } from '../../ui/age.tsx';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { toast } from '../../ui/toast.tsx';
import { useRoleBlock } from '../device/use-role-block.ts';
import { LabelList } from '../devices/label-list.tsx';
import { RuleForm } from './rule-form.tsx';

const RuleList_RulesQuery = graphql(`
  query RuleList_RulesQuery {
    autoApprovalRules {
      id
      name
      createdAt
      createdBy
      disabledAt
      labels {
        key
        value
      }
      domain {
        id
        path
      }
    }
  }
`);

const RuleList_DisableMutation = graphql(`
  mutation RuleList_DisableMutation($input: DisableAutoApprovalRuleInput!) {
    disableAutoApprovalRule(input: $input) {
      id
      disabledAt
    }
  }
`);

/** Rules in force first, then the ended ones. */
export function RuleList() {
  const { data, error, retry } = useLiveQuery(RuleList_RulesQuery, {});
  const [, disable] = useMutation(RuleList_DisableMutation);
  const [isAdding, setIsAdding] = useState(false);
  const whyNotAdmin = useRoleBlock('TENANT_ADMIN');
  const disableRule = async (id: string, name: string) => {
    const { error: refusal } = await disable({ input: { id } });
    if (refusal === undefined) toast({ title: `Rule ${name} is disabled` });
    else toast({ title: `Rule ${name} was not disabled`, detail: describeFailure(refusal).message });
    retry();
  };
  const rules = data?.autoApprovalRules ?? [];
  const ordered = [
    ...rules.filter((rule) => rule.disabledAt === null),
    ...rules.filter((rule) => rule.disabledAt !== null),
  ];
  const add = (
    <Button disabledBecause={whyNotAdmin} onClick={() => setIsAdding(true)}>
      Add rule…
    </Button>
  );
  return (
    <Panel title="Auto-approval rules" aside={add}>
      {!data && error !== undefined ? <Failed what="The rules" {...describeFailure(error)} onRetry={retry} /> : null}
      {!data && error === undefined ? <Skeleton height={96} /> : null}
      {data && rules.length === 0 ? <Empty title="No rules">Every device waits for a person.</Empty> : null}
      <ul className="divide-y divide-line">
        {ordered.map((rule) => (
          <li key={rule.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2">
            <div className="min-w-0 flex-1">
              <p className={rule.disabledAt === null ? 'font-medium' : 'text-muted'}>
                {rule.name}
                {rule.disabledAt === null ? '' : ' (disabled)'}
              </p>
              <p className="flex flex-wrap items-center gap-x-1 text-xs text-muted">
                approves devices with <LabelList labels={rule.labels} max={4} /> in {rule.domain?.path ?? 'any domain'},
                made <Age at={rule.createdAt} prefix="" />
              </p>
            </div>
            {rule.disabledAt === null ? (
              <Button tone="quiet" disabledBecause={whyNotAdmin} onClick={() => void disableRule(rule.id, rule.name)}>
                Disable
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      <RuleForm isOpen={isAdding} onClose={() => setIsAdding(false)} onCreated={retry} />
    </Panel>
  );
}
