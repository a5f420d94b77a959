'use client';
/**
 * Denies a device that waits. It is final for this claim: the device has to be enrolled anew with another token.
 */
import { useState } from 'react';
import { graphql } from '../../gql/gql.ts';
import { Button } from '../../ui/button.tsx';
import { GuardedDialog } from '../../ui/guarded-dialog.tsx';
import { useDeviceCommand } from './use-device-command.ts';

const DenyDeviceButton_Deny = graphql(`
  mutation DenyDeviceButton_DenyMutation($input: DenyDeviceInput!) {
    denyDevice(input: $input) {
      id
      trust
      phase
      stateReason
    }
  }
`);

interface DenyDeviceButtonProps {
  device: { id: string; name: string };
  whyNot: string | undefined;
}

/** A button with its guarded dialog. */
export function DenyDeviceButton({ device, whyNot }: DenyDeviceButtonProps) {
  const [isOpen, setIsOpen] = useState(false);
  const { run } = useDeviceCommand(DenyDeviceButton_Deny, `${device.name} is denied`);
  return (
    <>
      <Button disabledBecause={whyNot} onClick={() => setIsOpen(true)}>
        Deny…
      </Button>
      <GuardedDialog
        open={isOpen}
        onOpenChange={setIsOpen}
        title={`Deny ${device.name}`}
        verb="Deny"
        phrase={device.name}
        blastRadius={
          <ul className="list-disc pl-4">
            <li>1 device that waits for approval. It has no certificate and has sent no telemetry.</li>
            <li>Its agent stops asking. To come back it needs a new enrollment token.</li>
          </ul>
        }
        onConfirm={({ reason, ticket }) => {
          const withTicket = ticket === '' ? reason : `${reason} (${ticket})`;
          return run({ input: { deviceId: device.id, reason: withTicket } });
        }}
      />
    </>
  );
}
