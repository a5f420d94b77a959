/** Devices of a story: enrolled under their numbers, with the connection and the key that stories need of them. */
import { join } from 'node:path';
import { Journal } from '../../agent/journal.ts';
import { Transport } from '../../agent/transport.ts';
import { characterOf } from './character.ts';
import { Operator } from './operator.ts';
import { rollCall } from './roll-call.ts';

/** One device that was let in. */
export type EnrolledDevice = {
  readonly deviceId: string;
  readonly sign: (text: string) => string;
  /** Opens one more connection of this device. */
  readonly connect: () => Transport;
};

/** Devices 0 to `count` - 1 of a directory. */
export async function enrolledDevices(
  count: number,
  at: { stateDir: string; apiUrl: string },
): Promise<EnrolledDevice[]> {
  const counts = { heartbeats: 0, batches: 0, rows: 0, failures: 0, revoked: 0 };
  const settings = { sampleEveryMs: 1_000, rowsPerBatch: 10, counts, signal: new AbortController().signal };
  const operator = (): Promise<Operator> => Operator.enter(at.apiUrl, null);
  await rollCall({ count, stateDir: at.stateDir, settings, operator, told: () => undefined });
  return Array.from({ length: count }, (_, index) => enrolledIn(join(at.stateDir, characterOf(index).name)));
}

function enrolledIn(directory: string): EnrolledDevice {
  const journal = Journal.open(directory);
  const enrollment = journal.enrollment();
  const [key, caPem, certificatePem] = [journal.key(), journal.authority(), journal.certificate()];
  if (!enrollment || !key || !caPem || !certificatePem) throw new Error(`${directory} is not enrolled`);
  const identity = { keyPem: key.pem, certificatePem };
  return {
    deviceId: enrollment.deviceId,
    sign: (text) => key.sign(Buffer.from(text)).toString('base64'),
    connect: () => new Transport({ url: enrollment.agentsUrl, caPem, identity }),
  };
}
