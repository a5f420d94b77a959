'use client';
/**
 * What an operator may do with a device now. Every action is always shown; one that is not possible is disabled and
 * says why, because a missing button explains nothing.
 */
import { type FragmentType, getFragmentData } from '../../gql/fragment-masking.ts';
import { graphql } from '../../gql/gql.ts';
import { useDestructionBlock } from '../../live/use-feed-status.ts';
import { ApproveDeviceButton } from './approve-device-button.tsx';
import { DenyDeviceButton } from './deny-device-button.tsx';
import { RevokeDeviceButton } from './revoke-device-button.tsx';
import { useRoleBlock } from './use-role-block.ts';

const DeviceActions_DeviceFragment = graphql(`
  fragment DeviceActions_DeviceFragment on Device {
    id
    name
    trust
    connectivity {
      mode
    }
  }
`);

interface DeviceActionsProps {
  device: FragmentType<typeof DeviceActions_DeviceFragment>;
}

/** Approve and deny while it waits; revoke afterwards. */
export function DeviceActions({ device }: DeviceActionsProps) {
  const facts = getFragmentData(DeviceActions_DeviceFragment, device);
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
  const whyNotAgain = facts.trust === 'REVOKED' ? 'The device is already revoked; that is final.' : undefined;
  return (
    <div className="flex flex-wrap gap-2" role="group" aria-label={`Actions for ${facts.name}`}>
      <RevokeDeviceButton device={facts} whyNot={whyNotAgain ?? whyNotEndTrust ?? whyNotNow} />
    </div>
  );
}
