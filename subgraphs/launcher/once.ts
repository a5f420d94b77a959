/** Runs a program that has an end, such as a migration, and turns its failure into one line. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { wordsOf } from './log-file.ts';
import type { ServiceCommand } from './service.ts';
import { StartFailure } from './start-failure.ts';

/** Answers what the program printed on stdout. Throws `StartFailure` with its last line when it fails. */
export async function runOnce(name: string, run: ServiceCommand, logFile: string): Promise<string> {
  const { command, args, ...rest } = run;
  const child = spawn(command, args, { ...rest, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let complaint = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  // A launcher that is stopped meanwhile takes the program with it.
  const end = (): boolean => child.kill();
  process.once('exit', end);
  const [code] = (await once(child, 'close')) as [number | null];
  process.removeListener('exit', end);
  appendFileSync(logFile, output + complaint);
  if (code === 0) return output;
  const lines = (complaint.trim() || output.trim()).split('\n').filter((line) => !/^\s+at |^Node\.js v/.test(line));
  const telling = lines.find((line) => /error|cannot|must/i.test(line)) ?? lines.at(-1) ?? '';
  throw new StartFailure(`${name} failed (code ${code}): ${wordsOf(telling.trim())} (log: ${logFile})`);
}
