'use client';
/**
 * Every run of an agent that used the identity of the device. One is the rule; two at a time mean that the key was
 * copied, and then both stay in sight until a person says which of them is the device.
 */
import type { ResultOf } from '@graphql-typed-document-node/core';
import { useState } from 'react';
import { useClient } from 'urql';
import { type FragmentType, getFragmentData } from '../../gql/fragment-masking.ts';
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { feed } from '../../live/feed.ts';
import { useDestructionBlock } from '../../live/use-feed-status.ts';
import { Age } from '../../ui/age.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Cell, HeadCell, Row, Table } from '../../ui/table.tsx';
import { toast } from '../../ui/toast.tsx';
import { InstantText } from './instant-text.tsx';
import { useRoleBlock } from './use-role-block.ts';

const InstancesPanel_DeviceFragment = graphql(`
  fragment InstancesPanel_DeviceFragment on Device {
    id
    name
    clone {
      suspectedAt
      resolvedAt
      keptBootId
    }
    instances {
      bootId
      epoch
      seq
      firstSeenAt
      lastSeenAt
      isCurrent
      isRejected
    }
  }
`);

const InstancesPanel_Resolve = graphql(`
  mutation InstancesPanel_ResolveMutation($input: ResolveCloneInput!) {
    resolveClone(input: $input) {
      id
      clone {
        resolvedAt
        keptBootId
      }
    }
  }
`);

interface InstancesPanelProps {
  device: FragmentType<typeof InstancesPanel_DeviceFragment>;
}

/** The runs side by side, with the choice while a suspicion is open; nothing for a device nobody ever copied. */
export function InstancesPanel({ device }: InstancesPanelProps) {
  const { id, name, clone, instances } = getFragmentData(InstancesPanel_DeviceFragment, device);
  const client = useClient();
  const [chosen, setChosen] = useState<Run | null>(null);
  const whyNotDecide = useRoleBlock('OPERATOR', 'SECURITY_ANALYST');
  const whyNotNow = useDestructionBlock();
  if (!clone) return null;
  const isOpen = !clone.resolvedAt;
  const keep = async ({ bootId: keepBootId, epoch: keepEpoch }: Run) => {
    const variables = { input: { deviceId: id, keepBootId, keepEpoch } };
    const { error } = await client.mutation(InstancesPanel_Resolve, variables).toPromise();
    if (error !== undefined) throw new Error(describeFailure(error).message);
    toast({ title: `${name} is decided: one instance is the device` });
    feed.reread();
  };
  return (
    <div className="col-span-full min-w-0">
      <Panel
        title={isOpen ? `Instances: ${instances.length} with one identity` : `Instances: ${instances.length}`}
        flush
        aside={
          clone.resolvedAt ? (
            <span>
              decided <InstantText at={clone.resolvedAt} />
            </span>
          ) : (
            <Age at={clone.suspectedAt} prefix="suspected" />
          )
        }
      >
        <InstanceTable instances={instances} clone={clone} whyNot={whyNotDecide ?? whyNotNow} onChoose={setChosen} />
      </Panel>
      {chosen !== null && (
        <ConfirmDialog
          title={`Decide which run is ${name}`}
          verb="Decide"
          onClose={() => setChosen(null)}
          onConfirm={() => keep(chosen)}
        >
          <p>
            The run <code className="figures break-all">{chosen.bootId}</code> of epoch{' '}
            <span className="figures">{chosen.epoch}</span> is kept as the device. Any other run that calls again is
            suspected at once.
          </p>
          <p className="mt-2 text-muted">
            The key itself stays as it is: rotate the credentials afterwards, so that the copy is worth nothing.
          </p>
        </ConfirmDialog>
      )}
    </div>
  );
}

/** Two agents on one machine are of one boot; their epochs tell them apart. */
type Run = { readonly bootId: string; readonly epoch: number };
type Shown = ResultOf<typeof InstancesPanel_DeviceFragment>;

interface InstanceTableProps {
  instances: Shown['instances'];
  clone: NonNullable<Shown['clone']>;
  whyNot: string | undefined;
  onChoose: (run: Run) => void;
}

function InstanceTable({ instances, clone, whyNot, onChoose }: InstanceTableProps) {
  return (
    <Table label="Runs that used the identity of the device">
      <thead>
        <tr>
          <HeadCell>Run</HeadCell>
          <HeadCell align="right">Epoch</HeadCell>
          <HeadCell align="right">Newest sequence</HeadCell>
          <HeadCell>First seen</HeadCell>
          <HeadCell>Last heard</HeadCell>
          <HeadCell>What it is</HeadCell>
          <HeadCell>
            <span className="sr-only">Decision</span>
          </HeadCell>
        </tr>
      </thead>
      <tbody>
        {instances.map((instance) => (
          <Row key={`${instance.bootId} ${instance.epoch}`}>
            <Cell figures>{instance.bootId}</Cell>
            <Cell figures align="right">
              {instance.epoch}
            </Cell>
            <Cell figures align="right">
              {instance.seq.toLocaleString('en')}
            </Cell>
            <Cell>{instance.firstSeenAt ? <InstantText at={instance.firstSeenAt} /> : '–'}</Cell>
            <Cell>
              <Age at={instance.lastSeenAt} prefix="" />
            </Cell>
            <Cell>{instanceWords(instance, clone.keptBootId)}</Cell>
            <Cell align="right">
              {!clone.resolvedAt && (
                <Button disabledBecause={whyNot} onClick={() => onChoose(instance)}>
                  This is the device…
                  <span className="sr-only">
                    {' '}
                    Run {instance.bootId}, epoch {instance.epoch}
                  </span>
                </Button>
              )}
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}

function instanceWords(
  { bootId, isCurrent, isRejected }: { bootId: string; isCurrent: boolean; isRejected: boolean },
  keptBootId: string | null | undefined,
): string {
  const words = [
    bootId === keptBootId && !isRejected ? 'kept as the device' : null,
    isRejected ? 'not the device' : null,
    isCurrent ? 'heard last' : null,
  ].filter((each) => each !== null);
  return words.join(', ') || 'undecided';
}
