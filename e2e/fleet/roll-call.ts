/** Brings the devices of a virtual fleet in, a few at a time, each with a token of its own. */
import { join } from 'node:path';
import { CallRefused } from '../../agent/transport.ts';
import { characterOf } from './character.ts';
import { allowFleet, enrollmentToken, type Operator, readSites } from './operator.ts';
import { type FleetSettings, VirtualDevice } from './virtual-device.ts';

/** What a roll call needs. `operator` is asked for only when some device has to be enrolled. */
export type RollCall = {
  readonly count: number;
  readonly stateDir: string;
  readonly settings: FleetSettings;
  readonly operator: () => Promise<Operator>;
  readonly told: (message: string) => void;
};

const enrollingAtOnce = 6;
const triesMax = 8;

/** The devices 0 to `count` - 1, all enrolled. Those that were enrolled at an earlier start are not enrolled again. */
export async function rollCall({ count, stateDir, settings, operator, told }: RollCall): Promise<VirtualDevice[]> {
  const characters = Array.from({ length: count }, (_, index) => characterOf(index));
  const devices = characters.map((character) => new VirtualDevice(character, join(stateDir, character.name), settings));
  const missing = [...devices.entries()].filter(([, device]) => !device.isEnrolled);
  if (missing.length === 0) return devices;
  told(`Enrolling ${missing.length} of ${count} devices.`);
  const person = await operator();
  await allowFleet(person);
  const sites = await readSites(person);
  const waiting = [...missing];
  let done = 0;
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next && !settings.signal.aborted; next = waiting.shift()) {
      const [index, device] = next;
      const site = sites[index % sites.length];
      if (!site) throw new Error('there is no site');
      await patiently(async () => device.enroll(await enrollmentToken(person, site, characterOf(index).role)));
      done += 1;
      if (done % 100 === 0) told(`${done} devices enrolled.`);
    }
  };
  await Promise.all(Array.from({ length: enrollingAtOnce }, worker));
  return devices;
}

/** The door limits how fast strangers may knock; it says how long to wait. */
async function patiently(work: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (fault) {
      const isBusy = fault instanceof CallRefused && ['LIMIT_EXCEEDED', 'UNAVAILABLE'].includes(fault.code);
      if (!isBusy || tries >= triesMax) throw fault;
      await new Promise((resolve) => setTimeout(resolve, (fault.retryAfterMs ?? 500) + Math.random() * 500));
    }
  }
}
