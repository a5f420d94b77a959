'use client';
/**
 * What an operator may do with a device now. Every action is always shown; one that is not possible is disabled and
 * says why, because a missing button explains nothing.
 */
import { type FragmentType, getFragmentData } from '../../gql/fragment-masking.ts';
import { graphql } from '../../gql/gql.ts';
import { ApproveDeviceButton } from './approve-device-button.tsx';
import { DenyDeviceButton } from './deny-device-button.tsx';
import { RevokeDeviceButton } from './revoke-device-button.tsx';
import { useOperatorRole } from './use-operator-role.ts';

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
  const whyNotOperator = useOperatorRole();
  if (facts.trust === 'PENDING') {
    return (
      <div className="flex flex-wrap gap-2" role="group" aria-label={`Actions for ${facts.name}`}>
        <ApproveDeviceButton device={facts} whyNot={whyNotOperator} />
        <DenyDeviceButton device={facts} whyNot={whyNotOperator} />
      </div>
    );
  }
  const whyNotRevoke = facts.trust === 'REVOKED' ? 'The device is already revoked; that is final.' : whyNotOperator;
  return (
    <div className="flex flex-wrap gap-2" role="group" aria-label={`Actions for ${facts.name}`}>
      <RevokeDeviceButton device={facts} whyNot={whyNotRevoke} />
    </div>
  );
}
