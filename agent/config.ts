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
