'use client';
/**
 * Revokes a device: its certificate is worth nothing from its next call on, its agent clears its state and exits. There
 * is no way back, so it goes through the guarded dialog.
 */
import { useState } from 'react';
import { graphql } from '../../gql/gql.ts';
import { Button } from '../../ui/button.tsx';
import { GuardedDialog } from '../../ui/guarded-dialog.tsx';
import { useDeviceCommand } from './use-device-command.ts';

const RevokeDeviceButton_Revoke = graphql(`
  mutation RevokeDeviceButton_RevokeMutation($input: RevokeDeviceInput!) {
    revokeDevice(input: $input) {
      id
      trust
      phase
      stateReason
    }
  }
`);

interface RevokeDeviceButtonProps {
  device: { id: string; name: string; connectivity: { mode: string } };
  whyNot: string | undefined;
}

/** A button with its guarded dialog. */
export function RevokeDeviceButton({ device, whyNot }: RevokeDeviceButtonProps) {
  const [isOpen, setIsOpen] = useState(false);
  const { run } = useDeviceCommand(RevokeDeviceButton_Revoke, `${device.name} is revoked`);
  const isReachable = device.connectivity.mode === 'LIVE' || device.connectivity.mode === 'DELAYED';
  return (
    <>
      <Button tone="danger" disabledBecause={whyNot} onClick={() => setIsOpen(true)}>
        Revoke…
      </Button>
      <GuardedDialog
        open={isOpen}
        onOpenChange={setIsOpen}
        title={`Revoke ${device.name}`}
        verb="Revoke"
        phrase={device.name}
        blastRadius={
          <ul className="list-disc pl-4">
            <li>
              1 device, {device.connectivity.mode.toLowerCase()} now.{' '}
              {isReachable
                ? 'It is refused from its next call on.'
                : 'It is away: it learns of it when it returns, and is refused until then as well.'}
            </li>
            <li>Its agent clears its key and stops. It sends no more telemetry.</li>
            <li>It cannot be undone. To come back it needs a new enrollment token.</li>
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
