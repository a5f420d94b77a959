'use client';
/**
 * What an operator may do with a device now. Every action is always shown; one that is not possible is disabled and
 * says why, because a missing button explains nothing.
 */
import { useState } from 'react';
import { type FragmentType, getFragmentData } from '../../gql/fragment-masking.ts';
import { graphql } from '../../gql/gql.ts';
import { useDestructionBlock } from '../../live/use-feed-status.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Menu } from '../../ui/menu.tsx';
import { ApproveDeviceButton } from './approve-device-button.tsx';
import { DenyDeviceButton } from './deny-device-button.tsx';
import { LifecycleDialog } from './lifecycle-dialog.tsx';
import { type LifecycleAction, whyNotPossible } from './lifecycle-words.ts';
import { useRoleBlock } from './use-role-block.ts';

const DeviceActions_DeviceFragment = graphql(`
  fragment DeviceActions_DeviceFragment on Device {
    id
    name
    trust
    phase
    connectivity {
      mode
    }
  }
`);

interface DeviceActionsProps {
  device: FragmentType<typeof DeviceActions_DeviceFragment>;
}

const more: readonly { action: LifecycleAction; label: string }[] = [
  { action: 'rotate', label: 'Rotate credentials…' },
  { action: 'decommission', label: 'Decommission…' },
  { action: 'retire', label: 'Retire…' },
];

/** Approve and deny while it waits; what its life allows afterwards. */
export function DeviceActions({ device }: DeviceActionsProps) {
  const facts = getFragmentData(DeviceActions_DeviceFragment, device);
  const [asked, setAsked] = useState<LifecycleAction | null>(null);
  const whyNotOperate = useRoleBlock('OPERATOR');
  const whyNotEndTrust = useRoleBlock('OPERATOR', 'SECURITY_ANALYST');
  const whyNotNow = useDestructionBlock();
  if (facts.trust === 'PENDING') {
    return (
      <div className="flex flex-wrap gap-2" role="group" aria-label={`Actions for ${facts.name}`}>
        <ApproveDeviceButton device={facts} whyNot={whyNotOperate} />
        <DenyDeviceButton device={facts} whyNot={whyNotOperate ?? whyNotNow} />
      </div>
    );
  }
  const whyNot = (action: LifecycleAction) => whyNotPossible(action, facts) ?? whyNotEndTrust ?? whyNotNow;
  const isolating: LifecycleAction = facts.trust === 'QUARANTINED' ? 'release' : 'quarantine';
  return (
    <div className="flex flex-wrap gap-2" role="group" aria-label={`Actions for ${facts.name}`}>
      <Button disabledBecause={whyNot(isolating)} onClick={() => setAsked(isolating)}>
        {isolating === 'release' ? 'Release…' : 'Quarantine…'}
      </Button>
      <Button tone="danger" disabledBecause={whyNot('revoke')} onClick={() => setAsked('revoke')}>
        Revoke…
      </Button>
      <Menu
        label={`More actions for ${facts.name}`}
        align="end"
        items={more.map(({ action, label }) => ({
          label,
          disabledBecause: whyNot(action),
          onSelect: () => setAsked(action),
        }))}
        trigger={
          <Button>
            More <Icon name="chevron" size={12} />
          </Button>
        }
      />
      {asked !== null && <LifecycleDialog action={asked} device={facts} onClose={() => setAsked(null)} />}
    </div>
  );
}
