/**
 * Where a device's policy stands: what the machine's administrator wrote to /etc counts alone; without that, the file in
 * the state directory. It is read for every command, so that a change counts from then on.
 */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { reasonOf } from '../../failure.ts';
import { defaultPolicy, parsePolicy, type Policy, policyFileName } from './policy.ts';

/** Reads the policy of this device. A file that is there and cannot be read allows nothing. */
export function readPolicy(stateDir: string, isExecAllowed: boolean, systemDir = '/etc/flotilla'): Policy {
  for (const path of [join(systemDir, policyFileName), join(stateDir, policyFileName)]) {
    try {
      const mode = statSync(path, { throwIfNoEntry: false })?.mode;
      if (mode === undefined) continue;
      if ((mode & 0o002) !== 0) return faulty(path, 'everybody can write it; chmod o-w it');
      return parsePolicy(readFileSync(path, 'utf8'), path, isExecAllowed);
    } catch (fault) {
      return faulty(path, reasonOf(fault));
    }
  }
  return defaultPolicy(isExecAllowed);
}

function faulty(path: string, fault: string): Policy {
  return { ...defaultPolicy(false), path, fault };
}
