/** A process that writes the journal is killed at every step, by SIGKILL; whoever opens the file next finds it whole. */
import { spawnSync } from 'node:child_process';
import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../queue/database.ts';
import { isBalanced } from '../queue/tally.ts';
import { Chronicle, type ChronicleStep, declaredBy } from './chronicle.ts';

const directory = mkdtempSync(join(tmpdir(), 'flotilla-journal-kill-'));
afterAll(() => rmSync(directory, { recursive: true }));

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const keyFile = join(directory, 'key.pem');
writeFileSync(keyFile, privateKey.export({ format: 'pem', type: 'pkcs8' }));
const program = new URL('../testing/chronicle-life.ts', import.meta.url).pathname;

const steps: readonly ChronicleStep[] = [
  'epoch: renumbered',
  'record: written',
  'record: committed',
  'offer: committed',
  'acknowledge: deleted',
  'acknowledge: committed',
];

function live(path: string, step: string): NodeJS.Signals | null {
  const { signal, stderr } = spawnSync(process.execPath, [program, path, step, keyFile], { encoding: 'utf8' });
  if (signal === null && stderr.includes('Error')) throw new Error(stderr);
  return signal;
}

describe('a kill', () => {
  test.each(steps)('at "%s" leaves a whole journal in the same epoch, and nothing is missing in it', (step) => {
    const path = join(directory, `${step.replace(': ', '-')}.sqlite`);
    expect(live(path, step)).toBe('SIGKILL');
    // Another life that dies; where the step is not come by again, it lives.
    live(path, step === 'epoch: renumbered' ? 'record: written' : step);
    expect(live(path, 'never')).toBeNull();
    const database = openDatabase(path);
    const chronicle = new Chronicle(database, {
      deviceId: 'device',
      bytesMax: 2_000,
      sign: (text) => sign('sha256', Buffer.from(text), privateKey).toString('base64'),
      signer: () => 'key',
      freshEpoch: 1,
      reserveEpoch: () => undefined,
      now: () => 0,
      isRestored: false,
      isAfterCrash: true,
    });
    const { byClass, epoch, lastSeq, acknowledgedSeq } = chronicle.tally();
    expect([chronicle.isWhole(), epoch]).toEqual([true, 1]);
    expect(Object.values(byClass).every(isBalanced)).toBe(true);
    const standing = chronicle.standing();
    const declared = declaredBy(standing);
    expect(standing.dropped[0]?.fromSeq === acknowledgedSeq + 1 || standing.firstSeq === acknowledgedSeq + 1).toBe(
      true,
    );
    let at = acknowledgedSeq;
    for (const record of chronicle.chunk(standing.firstSeq - 1, { recordsMax: 99, bytesMax: 99_999, declared })) {
      expect(record.seq === at + 1 || declared.has(record.seq - 1)).toBe(true);
      at = record.seq;
    }
    expect(at === lastSeq || declared.has(lastSeq)).toBe(true);
    database.close();
  });
});
