/** What can be known to be wrong before anything is started: each as one line that says what to do about it. */
import { accessSync, constants, existsSync, mkdirSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { LauncherConfig, PortVariable } from './config.ts';
import { messageOf, StartFailure } from './start-failure.ts';

/** Makes sure of the data directory. Throws `StartFailure` when it cannot be made or written to. */
export function checkDataDirectory(directory: string): void {
  try {
    if (existsSync(directory) && !statSync(directory).isDirectory()) throw new Error('it is not a directory');
    mkdirSync(directory, { recursive: true });
    accessSync(directory, constants.W_OK | constants.X_OK);
    const trial = join(directory, '.writable');
    writeFileSync(trial, 'x');
    rmSync(trial);
  } catch (error) {
    const isFull = (error as NodeJS.ErrnoException).code === 'ENOSPC';
    const why = isFull ? 'the disk is full' : messageOf(error);
    throw new StartFailure(`The data directory ${directory} (FLOTILLA_DATA_DIR) cannot be written: ${why}`);
  }
}

/** Throws `StartFailure` when too little disk is free for the databases to be trusted with more data. */
export function checkDiskSpace(directory: string, freeMinMb: number): void {
  const { bavail, bsize } = statfsSync(directory);
  const freeMb = Math.floor((bavail * bsize) / 1024 / 1024);
  if (freeMb >= freeMinMb) return;
  throw new StartFailure(
    `The disk of ${directory} has only ${freeMb} MB free, ${freeMinMb} MB are needed ` +
      '(free some, or set FLOTILLA_DISK_FREE_MIN_MB or FLOTILLA_DATA_DIR)',
  );
}

async function portComplaint(variable: PortVariable, port: number, host: string): Promise<string | undefined> {
  const server = createServer();
  const error = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
    server.once('error', resolve).listen({ port, host, exclusive: true }, () => resolve(undefined));
  });
  await new Promise((resolve) => server.close(resolve));
  if (!error) return undefined;
  if (error.code === 'EADDRINUSE') return `Port ${port} (${variable}) is busy`;
  if (error.code === 'EACCES') return `Port ${port} (${variable}) needs privileges this user does not have`;
  return `Port ${port} (${variable}) on ${host} cannot be used: ${error.message}`;
}

/** Throws `StartFailure` naming every port that is busy, each with the variable that moves it. */
export async function checkPorts(config: LauncherConfig): Promise<void> {
  const variables = (Object.keys(config.ports) as PortVariable[]).filter(
    (variable) => config.hasOwnIssuer || variable !== 'FLOTILLA_ISSUER_PORT',
  );
  const taken = new Map<number, PortVariable>();
  for (const variable of variables) {
    const other = taken.get(config.ports[variable]);
    if (other) throw new StartFailure(`${variable} and ${other} are the same port, ${config.ports[variable]}`);
    taken.set(config.ports[variable], variable);
  }
  const complaints: string[] = [];
  for (const variable of variables) {
    const complaint = await portComplaint(variable, config.ports[variable], config.host);
    if (complaint) complaints.push(complaint);
  }
  if (complaints.length === 0) return;
  throw new StartFailure(`${complaints.join('; ')}. Stop what uses it, or set the variable to a free port.`);
}
