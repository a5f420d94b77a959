/**
 * How one version of the agent becomes another: the process replaces its program and stays the same process, so that who
 * supervises it has nothing to notice, and an updater that runs beside it goes on. It happens at the start of `run`, where
 * the installed program hands over to the version that counts, and whenever the updater asks for it.
 */
import { isSupervised } from '../../config.ts';
import { frugalFlags } from '../../frugality.ts';
import { quietly } from '../../quiet.ts';
import { agentVersion } from '../../version.ts';
import { updaterIn } from '../updater-note.ts';
import { updaterArguments, type UpdaterWishes } from '../waker.ts';
import { type AgentNote, noteAgent } from './agent-note.ts';
import { AgentPrograms, digestOfProgram } from './programs.ts';

/** By which an updater asks the agent to begin anew. */
export const beginAnewSignal = 'SIGUSR2';

/** Does not return where another version than this program is to run. Whatever is wrong there, this one runs instead. */
export function handOver(wishes: UpdaterWishes): void {
  const programs = new AgentPrograms(wishes.stateDir);
  if (!canReplace() || programs.store.isEmpty) return;
  try {
    const own = process.argv[1] ?? '';
    const { program, isTrial } = programs.choose();
    if (programs.versionOf(program) === programs.versionOf(own)) return;
    programs.noteInstalled();
    // Whatever becomes of it, somebody has to judge it.
    if (isTrial) startJudge(wishes);
    replaceBy(program, process.argv.slice(2));
  } catch {
    // A full or a failing disk costs the device a version, but not its agent.
  }
}

/** Becomes the program that is to run now. Returns where a process cannot replace its program: whoever supervises it does. */
export function beginAnew(stateDir: string): void {
  if (canReplace()) replaceBy(new AgentPrograms(stateDir).installed, process.argv.slice(2));
}

/** Notes this process as the agent that runs; answers what to call when a heartbeat was answered. Throws where it cannot. */
export function noteSelf(stateDir: string): () => void {
  const programs = new AgentPrograms(stateDir);
  const { execPath, execArgv, argv } = process;
  const about: Omit<AgentNote, 'pid' | 'beganAt' | 'heardAt'> = {
    digest: digestOfProgram(programs, argv[1] ?? ''),
    version: agentVersion,
    command: [execPath, ...execArgv, programs.installed, ...argv.slice(2)],
    isSupervised: isSupervised(),
  };
  return noteAgent(stateDir, about);
}

/** The command line of whoever judges a version on trial; null while none is. */
export function judgeCommandLine(wishes: UpdaterWishes): readonly string[] | null {
  const judge = new AgentPrograms(wishes.stateDir).judge();
  return judge === null ? null : [process.execPath, ...process.execArgv, judge, ...updaterArguments(wishes)];
}

function startJudge(wishes: UpdaterWishes): void {
  const command = judgeCommandLine(wishes);
  if (command === null || updaterIn(wishes.stateDir)) return;
  const { spawn } = process.getBuiltinModule('node:child_process');
  const [file = '', ...argv] = command;
  const child = spawn(file, argv, { detached: true, stdio: ['ignore', 'ignore', 'inherit'] });
  child.on('error', () => undefined);
  child.unref();
}

function canReplace(): boolean {
  return typeof process.execve === 'function';
}

function replaceBy(program: string, argv: readonly string[]): void {
  const { execPath, execArgv } = process;
  const missing = frugalFlags.filter((flag) => !execArgv.includes(flag));
  quietly(() => process.execve?.(execPath, [execPath, ...execArgv, ...missing, program, ...argv]));
}
