/** Puts a state directory's updater together. What is outside of this device, the orchestrator and the sources, is given. */
import { join } from 'node:path';
import type { Agent } from 'node:http';
import { admit, type Belief } from './believing/admission.ts';
import { type Intent, packingOf } from './believing/intent.ts';
import { believedKeys } from './believing/told-keys.ts';
import { AgentExecutor } from './executors/agent.ts';
import { ContainerExecutor } from './executors/container.ts';
import type { Executor } from './executors/executor.ts';
import { ServiceExecutor } from './executors/service.ts';
import { servicesDir } from './executors/service-note.ts';
import { SystemdExecutor } from './executors/systemd.ts';
import { fetchArtifact } from './fetching/fetch-artifact.ts';
import { mirror, type Place } from './fetching/place.ts';
import { type HealthTools, prove } from './health.ts';
import { Unverified } from './refusal.ts';
import { bookPath, fileStore, type Store, UpdateBook } from './update-book.ts';
import type { UpdaterTools } from './updater.ts';

/** Whose updater it is, and what it works with beyond this device. */
export type UpdaterAbout = Pick<UpdaterTools, 'sources' | 'permit' | 'vouch' | 'say' | 'warn' | 'patience' | 'now'> &
  HealthTools & {
    readonly stateDir: string;
    readonly deviceId: string;
    readonly tenantId: string;
    readonly bytesPerS: number | null;
    /** Where bytes are looked for before the mirrors of the intent. */
    readonly nearPlaces: (intent: Intent) => readonly Place[];
    /** The control plane's own address of the bytes, where they are looked for last; null without one. */
    readonly lastAddress: (intent: Intent) => string | null;
    /** How a mirror is spoken to that is not just anybody. */
    readonly agentFor?: (url: URL) => Agent | undefined;
    readonly signal: AbortSignal;
  };

/** Larger artifacts are not for a device of this kind. */
const artifactBytesMax = 8 * 1_073_741_824;
const idleMs = 15_000;
const bytesPerSMin = 512;

/** Where verified bytes of a state directory are. */
export function artifactsDir(stateDir: string): string {
  return join(stateDir, 'updater', 'artifacts');
}

/** The tools of one life of the updater. `store` keeps its journal. */
export function assembleUpdater(about: UpdaterAbout, store: Store = fileStore(bookPath(about.stateDir))): UpdaterTools {
  const { stateDir, deviceId, tenantId, nearPlaces, agentFor, bytesPerS, signal, now, warn } = about;
  const belief = (): Belief => {
    const { keys, fault } = believedKeys(stateDir, tenantId);
    if (fault !== null) warn(fault, {});
    return { deviceId, tenantId, keys, nowMs: now(), artifactBytesMax };
  };
  const places = (intent: Intent): readonly Place[] => {
    const last = about.lastAddress(intent);
    const addresses = [...intent.mirrors, ...(last === null ? [] : [last])];
    const mirrors = addresses.map((url) => mirror(url, { idleMs, ...(agentFor && { agentFor }) }));
    return [...nearPlaces(intent), ...mirrors];
  };
  const directory = artifactsDir(stateDir);
  return {
    ...about,
    book: new UpdateBook(store, now),
    admit: (offer, marks) => admit(offer, belief(), marks),
    fetch: async (intent) => {
      const { mediaType } = intent.artifact;
      if (packingOf(mediaType) === null) {
        throw new Unverified('UNKNOWN_MEDIA_TYPE', `This device does not know what to do with ${mediaType}.`);
      }
      return fetchArtifact(intent.artifact, { directory, places: places(intent), bytesPerS, bytesPerSMin, signal });
    },
    executorFor: (intent) => executorFor(intent, stateDir),
    prove: (intent, executor, until) => prove({ intent, executor, signal: until }, about),
    pause,
  };
}

function executorFor(intent: Intent, stateDir: string): Executor {
  const { kind, name } = intent.executor;
  if (kind === 'service') return new ServiceExecutor(servicesDir(stateDir), name, intent);
  // Beside the services, because nobody but systemd may start what is in there.
  if (kind === 'systemd') return new SystemdExecutor(join(stateDir, 'updater', 'units'), intent);
  if (kind === 'container') return new ContainerExecutor(join(stateDir, 'updater', 'containers'), intent);
  return new AgentExecutor(stateDir, intent);
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
    if (signal.aborted) done();
  });
}
