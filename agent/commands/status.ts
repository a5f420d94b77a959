/** `flotilla-agent status`: who this device is and how its agent does, from the state directory alone. */
import { exitCodes } from '../failure.ts';
import { certificateFacts } from '../identity/certificate.ts';
import { Journal } from '../journal.ts';
import type { Output } from '../output.ts';
import { backlogOf } from '../running/duties.ts';
import type { RunStatus } from '../running/status.ts';
import { updaterStatus, updaterWords } from '../updater/updater-status.ts';
import type { Invocation } from './arguments.ts';

/** Where a state directory stands. */
export type EnrollmentState = 'NOT_ENROLLED' | 'PENDING' | 'ENROLLED' | 'REVOKED';

/** Prints the status and answers the exit code: 0 whenever there is something to tell, revoked has its own. */
export function status(invocation: Invocation, output: Output): number {
  const journal = Journal.find(invocation.stateDir);
  const state = journal ? enrollmentState(journal) : 'NOT_ENROLLED';
  const enrollment = journal?.enrollment() ?? null;
  const pem = journal?.certificate() ?? null;
  const running = journal?.status<RunStatus>() ?? null;
  const data = {
    state,
    stateDir: invocation.stateDir,
    deviceId: enrollment?.deviceId ?? journal?.revocation()?.deviceId ?? null,
    name: enrollment?.name ?? null,
    agentsUrl: enrollment?.agentsUrl ?? null,
    certificateNotAfter: pem ? new Date(certificateFacts(pem).notAfterMs).toISOString() : null,
    updater: journal && updaterStatus(invocation.stateDir, running?.updater?.nextTryAt ?? null),
    isRunning: running !== null && isAlive(running.pid),
    agent: running,
  };
  const words: [string, string][] = [
    ['State', state],
    ['State directory', data.stateDir],
  ];
  if (data.deviceId) words.push(['Device', `${data.name ?? ''} ${data.deviceId}`.trim()]);
  if (data.agentsUrl) words.push(['Control plane', data.agentsUrl]);
  if (data.certificateNotAfter) words.push(['Certificate until', data.certificateNotAfter]);
  words.push(['Agent', data.isRunning && running ? `running, pid ${running.pid}` : 'not running']);
  if (running) words.push(...runningWords(running));
  if (data.updater) words.push(...updaterWords(data.updater));
  output.data(data, words.map(([name, value]) => `${name.padEnd(18)} ${value}`).join('\n'));
  return state === 'REVOKED' ? exitCodes.revoked : exitCodes.ok;
}

/** Where a state directory stands, by its files. */
export function enrollmentState(journal: Journal): EnrollmentState {
  if (journal.certificate()) return 'ENROLLED';
  if (journal.enrollment()) return 'PENDING';
  return journal.revocation() ? 'REVOKED' : 'NOT_ENROLLED';
}

function runningWords(running: RunStatus): [string, string][] {
  const { link, queue, journal, delivery, steward, execution } = running;
  const known = (value: number | null, unit: string): string => (value === null ? 'not measured' : `${value} ${unit}`);
  const dropped = queue.byClass.SAMPLES.dropped + queue.byClass.KERNEL_EVENTS.dropped;
  return [
    ['Trust', `${running.trust ?? 'unknown'}, phase ${running.phase ?? 'unknown'}${quarantineWords(running)}`],
    ['Mode', steward.since === null ? steward.mode : `${steward.mode} since ${steward.since}`],
    ['Work', workWords(execution)],
    ['Last heartbeat', running.heartbeatAt ?? `none: ${running.trouble ?? 'not yet sent'}`],
    ['Link', `round trip ${known(link.rttMs, 'ms')}, loss ${known(link.lossPct, '%')}`],
    ...relayWords(running),
    ['Queue', `${backlogOf(queue)} records waiting, ${queue.bytes} bytes, ${dropped} given up so far`],
    [
      'Journal',
      `${journal.queued} records waiting, delivered ${delivery.acknowledgedSeq} of ${delivery.lastSeq} in epoch ` +
        `${journal.epoch}, ${journalDropped(journal)} given up so far (${delivery.state.toLowerCase()})`,
    ],
    [
      'Collectors',
      running.collectors.map(({ name, state }) => (state === 'OK' ? name : `${name} ${state}`)).join(', '),
    ],
    ['Memory', `${Math.round(running.rssBytes / 1_048_576)} MB`],
  ];
}

function workWords({ work, channel, running, waiting }: RunStatus['execution']): string {
  const commands = `${running.length} commands running, ${waiting} waiting`;
  return `${work.toLowerCase()}${channel === null ? '' : `, channel ${channel}`}, ${commands}`;
}

/** Nothing for a device that has no relay and is none; also nothing where an older agent wrote the status. */
function relayWords({ detour = null, relay = null }: Partial<RunStatus>): [string, string][] {
  const words: [string, string][] = [];
  if (detour)
    words.push(['Way', detour.isUsed ? `through the relay ${detour.via}` : `straight, else by ${detour.via}`]);
  if (!relay) return words;
  const givenUp = Object.values(relay.givenUp).reduce((sum, count) => sum + count, 0);
  const carried = `${relay.waiting} calls of others waiting, ${relay.answers} answers kept, ${givenUp} given up so far`;
  words.push(['Relay', relay.trouble === null ? carried : `${carried}; ${relay.trouble}`]);
  return words;
}

function quarantineWords({ trust }: RunStatus): string {
  return trust === 'QUARANTINED' ? '; its journal is kept here until an operator releases it' : '';
}

function journalDropped({ byClass }: RunStatus['journal']): number {
  return Object.values(byClass).reduce((sum, { dropped }) => sum + dropped, 0);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (fault) {
    return (fault as NodeJS.ErrnoException).code === 'EPERM';
  }
}
