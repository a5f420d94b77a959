/**
 * A service's log file. The service writes to it directly, so its lines survive the launcher's death; the launcher
 * only looks at its size now and then, and moves what is there aside when it is too much. One old file is kept.
 */
import { closeSync, copyFileSync, existsSync, mkdirSync, openSync, readSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';

/** The path of a service's log. */
export const logPath = (directory: string, name: string): string => join(directory, `${name}.log`);

/** Opens a log for a service to append to. The caller closes the descriptor once the service has it. */
export function openLog(directory: string, name: string): number {
  mkdirSync(directory, { recursive: true });
  return openSync(logPath(directory, name), 'a', 0o640);
}

/**
 * Moves a log's content to `<name>.log.1` when it has grown past the limit. The writer keeps its descriptor (it
 * appends, so it goes on at the new end); what it writes between the copy and the cut is lost.
 */
export function rotateLog(path: string, maxBytes: number): boolean {
  if (!existsSync(path) || statSync(path).size <= maxBytes) return false;
  copyFileSync(path, `${path}.1`);
  truncateSync(path, 0);
  return true;
}

function tailOf(path: string, bytes: number): string {
  const file = openSync(path, 'r');
  try {
    const { size } = statSync(path);
    const buffer = Buffer.alloc(Math.min(bytes, size));
    readSync(file, buffer, 0, buffer.length, size - buffer.length);
    return buffer.toString('utf8');
  } finally {
    closeSync(file);
  }
}

/** A log line in words: the message of a JSON line, or the line itself. */
export function wordsOf(line: string): string {
  try {
    const entry = JSON.parse(line) as { msg?: string; err?: { message?: string } };
    const words = [entry.msg, entry.err?.message].filter((part) => part !== undefined && part !== '');
    return [...new Set(words)].join(': ') || line;
  } catch {
    return line;
  }
}

const isComplaint = (line: string): boolean =>
  /"level":"?(error|fatal|50|60)|error|fatal|cannot|must|missing/i.test(line);
const isStackFrame = (line: string): boolean => /^\s+at |^\s*[\^}{\]]|^Node\.js v/.test(line);

/** The last thing a service complained of, for the one line that says it crashed. */
export function lastComplaint(path: string): string {
  if (!existsSync(path)) return '';
  const lines = tailOf(path, 8192)
    .split('\n')
    .filter((line) => line.trim() !== '' && !isStackFrame(line));
  const line = lines.findLast(isComplaint) ?? lines.at(-1) ?? '';
  return wordsOf(line.trim()).slice(0, 300);
}
