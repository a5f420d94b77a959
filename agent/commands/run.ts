/** `flotilla-agent run`: puts the parts together, and takes them apart again when stopped or revoked. */
import { renameSync } from 'node:fs';
import { allCollectors, Sampler } from '../collectors/sampler.ts';
import { AgentFailure, exitCodes } from '../failure.ts';
import { Journal } from '../journal.ts';
import { bootId } from '../machine.ts';
import type { Output } from '../output.ts';
import { isBusy, isDamage } from '../queue/database.ts';
import { Queue, type QueueOptions } from '../queue/queue.ts';
import { Connection } from '../running/connection.ts';
import { Duties } from '../running/duties.ts';
import { Loop } from '../running/loop.ts';
import { runStatus } from '../running/status.ts';
import { agentVersion } from '../version.ts';
import type { Invocation } from './arguments.ts';
import { clearingWhenRevoked, enrollForRun, givenToken } from './enroll.ts';

/** Runs until the signal fires; answers the exit code. */
export async function run(invocation: Invocation, output: Output, signal: AbortSignal): Promise<number> {
  const journal = Journal.open(invocation.stateDir);
  throwIfRevoked(journal, invocation);
  return clearingWhenRevoked(journal, async () => {
    await enrollForRun(journal, { invocation, output, signal });
    return runEnrolled(journal, { invocation, output, signal });
  });
}

/** A restart, with no token or with the one the ended device had, must not come back to life or ask for it. */
function throwIfRevoked(journal: Journal, invocation: Invocation): void {
  const revocation = journal.revocation();
  if (!revocation) return;
  const token = givenToken(invocation);
  if (token && token.hash !== revocation.tokenHash) return;
  const words = `Device ${revocation.deviceId} was revoked on ${revocation.at}. Enroll again with a new token.`;
  throw new AgentFailure(words, exitCodes.revoked);
}

async function runEnrolled(
  journal: Journal,
  { invocation, output, signal }: { invocation: Invocation; output: Output; signal: AbortSignal },
): Promise<number> {
  const connection = new Connection(journal);
  const deviceId = journal.enrollment()?.deviceId ?? '';
  const queue = openQueue(journal, { bytesMax: invocation.queueBytesMax, output });
  const sampler = new Sampler(allCollectors());
  const collectors = () => sampler.reports();
  const warn = (message: string, facts: Readonly<Record<string, unknown>>): void => output.warn(message, facts);
  const { pushEveryMs } = invocation;
  const duties = new Duties({ journal, queue, connection, collectors, pushEveryMs, warn });
  const self = { pid: process.pid, agentVersion, startedAt: new Date().toISOString(), deviceId };
  const report = (trouble: string | null): void => {
    const { certificatePem, clockSkewMs } = connection;
    const link = connection.link.quality();
    const reply = duties.lastReply;
    const reported = {
      reply,
      trouble,
      link,
      clockSkewMs,
      queue: queue.tally(),
      collectors: collectors(),
      certificatePem,
    };
    journal.storeStatus(runStatus({ ...self, rssBytes: process.memoryUsage.rss() }, reported));
  };
  output.say(`Reporting as device ${deviceId}.`, { deviceId, agentVersion });
  const refusal = await new Loop({ sampler, queue, duties, output, report }).run(signal);
  queue.close();
  connection.close();
  sampler.close();
  if (!refusal) return exitCodes.ok;
  throw new AgentFailure(`${refusal.message} Its state is cleared.`, exitCodes.revoked);
}

/** Opens the queue. A damaged file is put aside for inspection, for the device must go on. */
function openQueue(journal: Journal, { bytesMax, output }: { bytesMax: number; output: Output }): Queue {
  const key = journal.key();
  const deviceId = journal.enrollment()?.deviceId;
  if (!key || !deviceId) throw new AgentFailure('This device is not enrolled.');
  const options: QueueOptions = {
    deviceId,
    bytesMax,
    sign: (text) => key.sign(Buffer.from(text)).toString('base64'),
    bootId: bootId(),
    freshEpoch: Math.max(journal.epoch() + 1, Math.floor(Date.now() / 1_000)),
    reserveEpoch: (epoch) => journal.storeEpoch(epoch),
  };
  try {
    return Queue.open(journal.queuePath, options);
  } catch (fault) {
    if (isBusy(fault)) throw new AgentFailure(`Another agent runs on ${journal.directory}.`, exitCodes.failure, fault);
    if (!isDamage(fault)) throw fault;
    const aside = `${journal.queuePath}.damaged-${Date.now()}`;
    renameSync(journal.queuePath, aside);
    output.warn(`The queue was damaged. It is kept as ${aside}, and a new one begins.`, { aside });
    return Queue.open(journal.queuePath, options);
  }
}
