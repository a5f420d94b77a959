/**
 * One life of a journal as a process of its own, for tests that kill it: it writes records, offers a chunk, takes an
 * acknowledgement, and dies by SIGKILL at the named step. Arguments: file, step, device key (PEM file).
 */
import { createPrivateKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Chronicle, declaredBy } from '../chronicle/chronicle.ts';
import { openDatabase } from '../queue/database.ts';

const [path = '', step = '', keyFile = ''] = process.argv.slice(2);
const key = createPrivateKey(readFileSync(keyFile, 'utf8'));

const chronicle = new Chronicle(openDatabase(path), {
  deviceId: 'device',
  bytesMax: 2_000,
  sign: (text) => sign('sha256', Buffer.from(text), key).toString('base64'),
  signer: () => 'key',
  freshEpoch: 1,
  reserveEpoch: () => undefined,
  now: () => 0,
  isRestored: false,
  isAfterCrash: true,
  probe: (at) => {
    if (at === step) process.kill(process.pid, 'SIGKILL');
  },
});
const { acknowledgedSeq } = chronicle.tally();
for (let n = 0; n < 4; n += 1) chronicle.record({ class: 'SNAPSHOT', kind: 'snapshot.state', body: { n } });
chronicle.record({ class: 'SECURITY', kind: 'security.test', body: {} });
const declared = declaredBy(chronicle.standing());
const chunk = chronicle.chunk(acknowledgedSeq, { recordsMax: 2, bytesMax: 10_000, declared });
chronicle.acknowledge(chunk.at(-1)?.seq ?? 0);
