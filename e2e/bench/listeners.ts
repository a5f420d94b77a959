/** Which process listens on a port, from /proc: so that a bench can measure a stack it did not start. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** The process that listens on a TCP port of this machine, or null. */
export function listenerOf(port: number): number | null {
  const inodes = new Set([...inodesOf('/proc/net/tcp', port), ...inodesOf('/proc/net/tcp6', port)]);
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    if (holdsOne(pid, inodes)) return Number(pid);
  }
  return null;
}

/** A process and all that descend from it. */
export function familyOf(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((each) => /^\d+$/.test(each))) {
    const stat = text(`/proc/${name}/stat`);
    parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const isOfFamily = (member: number | undefined): boolean =>
    member !== undefined && (member === pid || (member > 1 && isOfFamily(parents.get(member))));
  return [...parents.keys()].filter(isOfFamily);
}

function inodesOf(path: string, port: number): string[] {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const listening = '0A';
  const lines = text(path).split('\n').slice(1);
  const fields = lines.map((line) => line.trim().split(/\s+/));
  return fields.flatMap(([, local = '', , state, , , , , , inode]) =>
    local.endsWith(wanted) && state === listening && inode ? [inode] : [],
  );
}

function holdsOne(pid: string, inodes: ReadonlySet<string>): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((descriptor) => {
      const target = readlinkSync(`/proc/${pid}/fd/${descriptor}`);
      return inodes.has(target.slice('socket:['.length, -1));
    });
  } catch {
    return false;
  }
}

function text(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
