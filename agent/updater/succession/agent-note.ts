/**
 * Which program runs as the agent of a state directory, as it says itself: an updater in another process has to know whom it
 * replaces, how that was started, and whether the control plane answered it. A note of a process that ended counts for nothing.
 */
import { join } from 'node:path';
import { beganAt } from '../process-facts.ts';
import type { Installation } from '../update.ts';
import { fileStore } from '../update-book.ts';

/** What a running agent says of itself. */
export type AgentNote = Installation & {
  readonly pid: number;
  /** By which its process is told from a later one of the same number. */
  readonly beganAt: string | null;
  /** The whole command line, with the program that was installed, and not the one it handed over to. */
  readonly command: readonly string[];
  /** Whether somebody starts it again when it ends. */
  readonly isSupervised: boolean;
  /** When the control plane first answered a heartbeat of this program; null while it did not. */
  readonly heardAt: string | null;
};

/** Notes this process as the agent. Answers what to call whenever a heartbeat was answered. */
export function noteAgent(stateDir: string, about: Omit<AgentNote, 'pid' | 'beganAt' | 'heardAt'>): () => void {
  const store = noteStore(stateDir);
  const note = { ...about, pid: process.pid, beganAt: beganAt(process.pid), heardAt: null };
  store.save(JSON.stringify(note));
  let isHeard = false;
  return () => {
    if (isHeard) return;
    store.save(JSON.stringify({ ...note, heardAt: new Date().toISOString() }));
    isHeard = true;
  };
}

/** The agent that runs, or null. */
export function runningAgent(stateDir: string): AgentNote | null {
  const note = lastAgent(stateDir);
  return note && note.beganAt !== null && beganAt(note.pid) === note.beganAt ? note : null;
}

/** The agent that runs or ran last, or null where none ever said so. */
export function lastAgent(stateDir: string): AgentNote | null {
  const text = noteStore(stateDir).load();
  return text === null ? null : (JSON.parse(text) as AgentNote);
}

function noteStore(stateDir: string) {
  return fileStore(join(stateDir, 'agent-process.json'));
}
