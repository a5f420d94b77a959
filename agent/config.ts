/** The environment variables the agent reads, and what their absence means. Nothing else reads the environment. */
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where state is kept unless `--state` says otherwise. */
export function defaultStateDir(env: NodeJS.ProcessEnv = process.env, isRoot = process.getuid?.() === 0): string {
  if (env['FLOTILLA_AGENT_STATE']) return env['FLOTILLA_AGENT_STATE'];
  // Set by systemd from `StateDirectory=`.
  if (env['STATE_DIRECTORY']) return env['STATE_DIRECTORY'];
  if (isRoot) return '/var/lib/flotilla-agent';
  return join(env['XDG_STATE_HOME'] || join(homedir(), '.local', 'state'), 'flotilla-agent');
}

/** Whether systemd started this process, and starts it again when it ends. */
export function isSupervised(env: NodeJS.ProcessEnv = process.env): boolean {
  // Whatever a unit's program starts inherits its variables; which process is meant, newer systemd says.
  const { SYSTEMD_EXEC_PID: pid, INVOCATION_ID: invocation } = env;
  if (pid !== undefined) return pid === String(process.pid);
  return invocation !== undefined && process.ppid === 1;
}
