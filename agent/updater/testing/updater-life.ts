/** A life of the updater as a process of its own, for tests that kill it. Arguments: state directory, orchestrator, moment. */
import { liveOnce } from './updater-on-paper.ts';

const [stateDir = '', orchestrator = '', moment = ''] = process.argv.slice(2);

const at = (reached: string): void => {
  if (reached === moment) process.kill(process.pid, 'SIGKILL');
};
process.stdout.write(await liveOnce({ stateDir, orchestrator, at }));
