'use client';
/**
 * Approves a device that waits: it gets its certificate and may take part. This is the one action without a dialog,
 * because it can be taken back by revoking.
 */
import { graphql } from '../../gql/gql.ts';
import { Button } from '../../ui/button.tsx';
import { toast } from '../../ui/toast.tsx';
import { useDeviceCommand } from './use-device-command.ts';

const ApproveDeviceButton_Approve = graphql(`
  mutation ApproveDeviceButton_ApproveMutation($input: ApproveDeviceInput!) {
    approveDevice(input: $input) {
      id
      trust
      phase
      approvedAt
      approvedBy
    }
  }
`);

interface ApproveDeviceButtonProps {
  device: { id: string; name: string };
  /** Why the viewer cannot do it; absent when they can. */
  whyNot: string | undefined;
}

/** A button that is busy until the API answered. */
export function ApproveDeviceButton({ device, whyNot }: ApproveDeviceButtonProps) {
  const { run, isBusy } = useDeviceCommand(ApproveDeviceButton_Approve, `${device.name} is approved`);
  const approve = () =>
    run({ input: { deviceId: device.id } }).catch((error: Error) =>
      toast({ title: `${device.name} was not approved`, detail: error.message }),
    );
  return (
    <Button tone="primary" disabledBecause={whyNot} isBusy={isBusy} onClick={() => void approve()}>
      Approve
    </Button>
  );
}
