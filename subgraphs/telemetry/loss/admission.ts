/**
 * Declarations of loss are believed only when the device's own key signed them: whoever could forge one could make a
 * hole in the history look like the device's own doing. Checked before anything is stored, outside every transaction,
 * because a signature costs more than all the rest of a push.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from '@flotilla/kernel/database';
import { Refusal } from '@flotilla/kernel/errors';
import type { Batch, Dropped } from '../ingest/batch.ts';
import { findDeviceKeys } from '../trust/queries.ts';
import { findForged } from './declaration.ts';

/** How long a push waits for telemetry to digest a newer fact of its device, which may bring the key. */
const catchUpMs = 1000;
const catchUpPollMs = 25;

/**
 * Refuses a push whose declarations are not all genuine, with FORBIDDEN, because the same batch is welcome once they
 * are signed again; INVALID_INPUT would tell a device to give its records up. Refuses with UNAVAILABLE while a newer
 * fact may still bring the key. What an unknown or revoked device pushes is left to admission, which says that.
 */
export async function assertGenuine(database: Database, batch: Batch): Promise<void> {
  if (batch.dropped.length === 0) return;
  const since = performance.now();
  for (;;) {
    const known = await findDeviceKeys(database, batch);
    const forged = findForged(batch, known.publicKeys);
    if (!forged) return;
    if (!known.isBehind) {
      if (known.trust === null || known.trust === 'REVOKED') return;
      throw notSigned(batch.deviceId, forged);
    }
    if (performance.now() - since > catchUpMs) {
      const words = 'The control plane is still learning of a change to this device. Send the same batch again.';
      throw new Refusal('UNAVAILABLE', words, { deviceId: batch.deviceId }, { retryAfterMs: 1000 });
    }
    await pause(catchUpPollMs);
  }
}

function notSigned(deviceId: string, { fromSeq, toSeq, ...forged }: Dropped): Refusal {
  return new Refusal(
    'FORBIDDEN',
    `The declaration that ${forged.class} ${fromSeq} to ${toSeq} were dropped is not signed by a key of this device. ` +
      'Nothing of the batch is stored; sign it again and send the same batch.',
    { deviceId, argument: 'input.dropped', reason: 'DECLARATION_NOT_SIGNED', fromSeq, toSeq },
  );
}
