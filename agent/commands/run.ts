/** `flotilla-agent run`: puts the parts together, and takes them apart again when stopped or revoked. */
import { renameSync } from 'node:fs';
import { Attestor } from '../attestation/attestor.ts';
import { readServices } from '../autonomy/services.ts';
import { Steward } from '../autonomy/steward.ts';
import { Chronicle } from '../chronicle/chronicle.ts';
import { TrustedClock } from '../clock/trusted-clock.ts';
import { allCollectors, Sampler } from '../collectors/sampler.ts';
import { servicesCollector } from '../collectors/services.ts';
import { assembleExecution } from '../execution/assemble.ts';
import type { Execution } from '../execution/execution.ts';
import { Standing } from '../execution/keeping/standing.ts';
import { AgentFailure, exitCodes, reasonOf } from '../failure.ts';
import { isLapse, lapsed } from '../identity/lapse.ts';
import { Signer } from '../identity/signer.ts';
import { Journal } from '../journal.ts';
import { bootId } from '../machine.ts';
import type { Output } from '../output.ts';
import { isBusy, isDamage } from '../queue/database.ts';
import { Queue, type QueueOptions } from '../queue/queue.ts';
import type { Detour, DetourParts } from '../relay/behind/detour.ts';
import type { RelayParts, RunningRelay } from '../relay/carrying/relay.ts';
import { Connection } from '../running/connection.ts';
import { Duties, type DutyTools } from '../running/duties.ts';
import { Homecoming } from '../running/homecoming.ts';
import { Loop } from '../running/loop.ts';
import { runStatus } from '../running/status.ts';
import { servicesDir } from '../updater/executors/service-note.ts';
import { beginAnew, beginAnewSignal, judgeCommandLine, noteSelf } from '../updater/succession/hand-over.ts';
import { isBeingApplied } from '../updater/update-book.ts';
import { updaterCommandLine, Waker, type WakerTools } from '../updater/waker.ts';
import { agentVersion } from '../version.ts';
import type { Invocation } from './arguments.ts';
import { clearingWhenRevoked, enrollForRun, givenToken } from './enroll.ts';

/** Runs until the signal fires; answers the exit code. */
export async function run(invocation: Invocation, output: Output, signal: AbortSignal): Promise<number> {
  const journal = Journal.open(invocation.stateDir);
  throwIfRevoked(journal, invocation);
  const anew = new AbortController();
  process.on(beginAnewSignal, () => anew.abort());
  const until = AbortSignal.any([signal, anew.signal]);
  const code = await clearingWhenRevoked(journal, async () => {
    await enrollForRun(journal, { invocation, output, signal: until });
    return runEnrolled(journal, { invocation, output, signal: until });
  });
  if (anew.signal.aborted && !signal.aborted) beginAnew(invocation.stateDir);
  return code;
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
  const services = invocation.servicesFile === null ? [] : readServices(invocation.servicesFile);
  const signer = new Signer(journal);
  const clock = new TrustedClock(journal);
  const detour = await detourOf(invocation.via, { journal, sign: (text) => signer.sign(text), now: () => clock.now() });
  const connection = new Connection(journal, { clock, detour });
  const queue = openQueue(journal, { bytesMax: invocation.queueBytesMax, output, signer, clock });
  const chronicle = openChronicle(journal, { queue, signer, clock });
  const sampler = samplerOf(invocation.stateDir);
  const collectors = () => sampler.reports();
  const say = (message: string, facts: Readonly<Record<string, unknown>>): void => output.say(message, facts);
  const warn = (message: string, facts: Readonly<Record<string, unknown>>): void => output.warn(message, facts);
  const boot = { bootId: bootId() };
  const standing = new Standing(queue.database);
  const isOpenByCommand = (): boolean => standing.work === 'OPEN';
  const told = { connection, clock, services, collectors, isOpenByCommand };
  const steward = new Steward({ chronicle, queue, ...told, ...boot, say });
  const homecoming = new Homecoming({ chronicle, connection, ...boot, warn });
  const identity = { journal, signer, connection };
  const journalFacts = (): unknown => ({ ...chronicle.tally(), delivery: homecoming.status() });
  const updates = { stateDir: invocation.stateDir, command: updaterCommandLine(invocation) };
  const judge = (): readonly string[] | null => judgeCommandLine(invocation);
  const answered = notedSelf(invocation.stateDir, warn);
  const waker = new Waker({ ...updates, judge, answered, now: () => performance.now(), say, warn });
  const about = { invocation, journal, queue, standing, steward, connection, collectors, output, journalFacts, waker };
  const { execution, stop } = await assembleExecution(about);
  const relay = await relayOf(invocation, { journal, clock, chronicle, say, warn });
  const parts = { queue, chronicle, steward, homecoming, execution, collectors, seriesCount: sampler.series.length };
  waker.watch();
  const { isExecAllowed } = invocation;
  const attestor = new Attestor({ journal, signer, services, isExecAllowed, now: () => clock.now() });
  const duties = new Duties({ ...identity, ...parts, waker, attestor, pushEveryMs: invocation.pushEveryMs, warn });
  const report = reporter(duties, { ...identity, ...parts, relay, waker });
  const { deviceId } = journal.enrollment() ?? {};
  output.say(`Reporting as device ${deviceId}.`, { deviceId, agentVersion });
  const loop = new Loop({ sampler, queue, duties, steward, now: () => clock.now(), output, report });
  const refusal = await loop.run(signal);
  await stop();
  await relay?.stop();
  queue.close();
  connection.close();
  detour?.close();
  sampler.close();
  if (!refusal) return exitCodes.ok;
  if (isLapse(refusal)) throw lapsed(journal, refusal);
  throw new AgentFailure(`${refusal.message} Its state is cleared.`, exitCodes.revoked);
}

function samplerOf(stateDir: string): Sampler {
  const about = { directory: servicesDir(stateDir), isApplying: () => isBeingApplied(stateDir) };
  return new Sampler([...allCollectors(), servicesCollector(about)]);
}

/** What only updates need must not keep a device with a full disk from running. */
function notedSelf(stateDir: string, warn: WakerTools['warn']): () => void {
  try {
    return noteSelf(stateDir);
  } catch (fault) {
    warn(`It cannot be noted which agent runs, so it cannot be updated: ${reasonOf(fault)}`, {});
    return () => undefined;
  }
}

type Reporting = Pick<
  DutyTools,
  'journal' | 'queue' | 'chronicle' | 'steward' | 'homecoming' | 'connection' | 'collectors'
> & { readonly execution: Pick<Execution, 'status'>; readonly relay: RunningRelay | null; readonly waker: Waker };

/** Only devices behind a relay load what they need for that. */
async function detourOf(via: string | null, parts: Omit<DetourParts, 'url'>): Promise<Detour | null> {
  if (via === null) return null;
  const { Detour: Way } = await import('../relay/behind/detour.ts');
  return Way.open({ ...parts, url: via });
}

/** Only relays load what they need for that. */
async function relayOf(
  { relayAt: listen, relayBytesMax: bytesMax }: Invocation,
  parts: Omit<RelayParts, 'listen' | 'bytesMax'>,
): Promise<RunningRelay | null> {
  if (listen === null) return null;
  const { openRelay } = await import('../relay/carrying/relay.ts');
  return openRelay({ ...parts, listen, bytesMax });
}

/** Writes the status that `flotilla-agent status` shows. */
function reporter(duties: Duties, parts: Reporting): (trouble: string | null) => void {
  const { journal, queue, chronicle, steward, homecoming, execution, connection, collectors, relay, waker } = parts;
  const deviceId = journal.enrollment()?.deviceId ?? '';
  const self = { pid: process.pid, agentVersion, startedAt: new Date().toISOString(), deviceId };
  return (trouble) => {
    const { certificatePem, clockSkewMs } = connection;
    const reported = {
      reply: duties.lastReply,
      trouble,
      link: connection.link.quality(),
      clockSkewMs,
      queue: queue.tally(),
      journal: chronicle.tally(),
      delivery: homecoming.status(),
      steward: steward.status(),
      execution: execution.status(),
      detour: connection.detour?.status() ?? null,
      relay: relay?.status() ?? null,
      updater: waker.status(),
      collectors: collectors(),
      certificatePem,
    };
    journal.storeStatus(runStatus({ ...self, rssBytes: process.memoryUsage.rss() }, reported));
  };
}

/** The journal lives in the queue's file; an eighth of the queue's bound is its own. */
function openChronicle(
  journal: Journal,
  { queue, signer, clock }: { queue: Queue; signer: Signer; clock: TrustedClock },
): Chronicle {
  return new Chronicle(queue.database, {
    deviceId: journal.enrollment()?.deviceId ?? '',
    bytesMax: Math.floor(queue.bytesMax / 8),
    sign: (text) => signer.sign(text),
    signer: () => signer.fingerprint,
    freshEpoch: freshEpoch(journal, clock),
    reserveEpoch: (epoch) => journal.storeEpoch(epoch),
    now: () => clock.now(),
    ...queue.origin,
  });
}

/** Higher than any that was surely used, and than those of a life that nobody here remembers. */
function freshEpoch(journal: Journal, clock: TrustedClock): number {
  return Math.max(journal.epoch() + 1, Math.floor(clock.now() / 1_000));
}

/** Opens the queue. A damaged file is put aside for inspection, for the device must go on. */
function openQueue(
  journal: Journal,
  { bytesMax, output, signer, clock }: { bytesMax: number; output: Output; signer: Signer; clock: TrustedClock },
): Queue {
  const deviceId = journal.enrollment()?.deviceId;
  if (!deviceId) throw new AgentFailure('This device is not enrolled.');
  const options: QueueOptions = {
    deviceId,
    bytesMax,
    sign: (text) => signer.sign(text),
    bootId: bootId(),
    freshEpoch: freshEpoch(journal, clock),
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
