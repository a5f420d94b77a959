/**
 * `flotilla-agent updater` and `flotilla-agent bundle apply`: one life of the updater, as a process of its own, which ends
 * when there is nothing to do. The running agent's memory has no room for what it needs.
 */
import { join } from 'node:path';
import { AgentFailure, exitCodes } from '../failure.ts';
import { Journal } from '../journal.ts';
import type { Output } from '../output.ts';
import { parseUpdaterInvocation, type UpdaterInvocation } from './arguments.ts';
import { artifactsDir, assembleUpdater } from './assemble.ts';
import { intentIn } from './believing/intent.ts';
import { believedKeys, keepToldKeys } from './believing/told-keys.ts';
import { Door } from './door.ts';
import { keepServices } from './executors/keeper.ts';
import { servicesDir } from './executors/service-note.ts';
import { fetchArtifact, type FetchOptions } from './fetching/fetch-artifact.ts';
import { bundled } from './fetching/place.ts';
import { lockUpdater } from './lock.ts';
import { metadataIn } from './metadata/metadata-place.ts';
import { Vouching } from './metadata/vouching.ts';
import { OrchestratorLink } from './orchestrator-link.ts';
import { Unanswered, Unverified } from './refusal.ts';
import type { IntentSource } from './sources/offer.ts';
import { bundledOffer, cachedOffer } from './sources/offer-file.ts';
import { stageOf } from './update.ts';
import type { UpdateBook } from './update-book.ts';
import { type Rest, Updater, type UpdaterTools } from './updater.ts';
import { noteUpdater } from './updater-note.ts';

/** What a command line works with. */
export type CommandTools = {
  readonly output: Output;
  readonly signal: AbortSignal;
  readonly defaultStateDir: string;
};

/** Tries in a row that nobody answers before this process ends; the next one goes on. */
const patience = 4;

/** Runs one of the command lines and answers its exit code. */
export async function updaterCommand(argv: readonly string[], tools: CommandTools): Promise<number> {
  const invocation = parseUpdaterInvocation(argv, tools.defaultStateDir);
  const journal = Journal.find(invocation.stateDir);
  if (!journal) throw new AgentFailure(`There is no state directory ${invocation.stateDir}. Enroll this device first.`);
  const door = new Door(journal, invocation.via);
  const lock = lockUpdater(invocation.stateDir);
  noteUpdater(invocation.stateDir, invocation.bundle !== null);
  try {
    return await live(invocation, door, tools);
  } finally {
    door.close();
    lock.release();
  }
}

async function live(invocation: UpdaterInvocation, door: Door, { output, signal }: CommandTools): Promise<number> {
  const { stateDir, bundle, bytesPerS } = invocation;
  const say = (message: string, facts: Readonly<Record<string, unknown>>): void => output.say(message, facts);
  const warn = (message: string, facts: Readonly<Record<string, unknown>>): void => output.warn(message, facts);
  const { holder } = door;
  const now = (): number => door.connection.clock.now();
  const carried = bundle === null ? null : metadataIn(bundle);
  const vouching = new Vouching({ ...holder, stateDir, now, controlPlane: door.metadata, carried });
  const link = new OrchestratorLink({
    call: (operation, variables) => door.connection.call(operation, variables),
    told: (keys) => keepToldKeys(stateDir, holder.tenantId, keys),
    signaturesOf: async (path) =>
      believedKeys(stateDir, holder.tenantId).keys.thresholds.artifact > 0 ? vouching.signaturesOf(path) : [],
  });
  const tools = assembleUpdater({
    ...holder,
    stateDir,
    bytesPerS,
    sources:
      bundle === null
        ? [cachedOffer(join(stateDir, 'updater')), link]
        : [bundledOffer(bundle, holder.deviceId), ifThere(link)],
    permit: link,
    nearPlaces: ({ artifact }) => (bundle === null ? [] : [bundled(bundle, artifact.digest)]),
    lastAddress: ({ artifact }) => door.addressOf(artifact.digest),
    agentFor: (url) => door.agentFor(url),
    reach: () => door.reach(),
    now,
    vouch: (intent) => vouching.demand(intent),
    say,
    warn,
    patience,
    signal,
  });
  const { update } = tools.book;
  const busy = update && stageOf(update) === 'APPLYING' ? intentIn(update.intent).executor.name : null;
  for (const fault of await keepServices(servicesDir(stateDir), busy)) warn(fault, {});
  const rest = await new Updater(tools).run(signal);
  if (bundle !== null && rest === 'BLOCKED') {
    await takeBytes(bundle, tools, { directory: artifactsDir(stateDir), signal });
  }
  if (bundle !== null && rest === 'REST' && !tools.book.update && !tools.book.memory.refusal) {
    throw new AgentFailure(`${bundle} has nothing for device ${holder.deviceId}.`);
  }
  return conclusion(rest, tools.book, output);
}

/** The bundle will not be here when the lease comes. Bytes that are wrong end nothing: others may bring the right ones. */
async function takeBytes(bundle: string, { book, warn, now, vouch }: UpdaterTools, to: FetchTo): Promise<void> {
  const { update } = book;
  if (!update) return;
  const intent = intentIn(update.intent);
  const { artifact } = intent;
  try {
    await vouch(intent);
    const options = { ...to, places: [bundled(bundle, artifact.digest)], bytesPerS: null, bytesPerSMin: 0 };
    await fetchArtifact(artifact, options);
  } catch (fault) {
    if (fault instanceof Unanswered) return warn(`The bundle does not bring all there must be: ${fault.message}`, {});
    if (!(fault instanceof Unverified)) throw fault;
    const { code, message } = fault;
    book.refuse({ code, words: message, at: new Date(now()).toISOString() });
    warn(`What the bundle brings is refused: ${message}`, { reason: code });
  }
}

type FetchTo = Pick<FetchOptions, 'directory' | 'signal'>;

function conclusion(rest: Rest, { memory }: UpdateBook, output: Output): number {
  const { update, refusal } = memory;
  const data = {
    rest,
    stage: update ? stageOf(update) : null,
    generation: update?.generation ?? null,
    version: update?.target.version ?? null,
    fence: update?.lease?.fence ?? null,
    failure: update?.failure ?? null,
    refusal,
  };
  const words = update ? `Update ${update.generation} (${update.target.version}): ${stageOf(update)}` : 'No update';
  const why = update?.failure?.words ?? refusal?.words;
  output.data(data, `${words}, ${restWords[rest]}.${why ? ` ${why}` : ''}`);
  if (update?.at === 'ROLLED_BACK' || update?.at === 'ABORTED' || refusal) return exitCodes.failure;
  if (rest === 'BLOCKED' || rest === 'PENDING') return exitCodes.pending;
  return exitCodes.ok;
}

const restWords: Readonly<Record<Rest, string>> = {
  REST: 'nothing is left to do',
  BLOCKED: 'waiting for a lease',
  PENDING: 'waiting for the control plane',
  STOPPED: 'stopped',
};

/** A bundle is for devices that may reach nobody: then it waits for its lease. */
function ifThere(source: IntentSource): IntentSource {
  const { name } = source;
  return {
    name,
    offer: () =>
      source.offer().catch((fault: unknown) => {
        if (fault instanceof Unanswered) return null;
        throw fault;
      }),
  };
}
