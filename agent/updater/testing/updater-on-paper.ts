/** An updater of a test's device: real disk, real services, an orchestrator on loopback. It tells at which moment it is. */
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { assembleUpdater } from '../assemble.ts';
import type { Executor } from '../executors/executor.ts';
import { Unanswered } from '../refusal.ts';
import type { Offer } from '../sources/offer.ts';
import { bookPath, fileStore, type Memory } from '../update-book.ts';
import { type Rest, Updater } from '../updater.ts';

/** Whose updater, and who hears where it is. */
export type PaperAbout = {
  readonly stateDir: string;
  readonly orchestrator: string;
  readonly at: (moment: string) => void;
};

/** One life; answers how it rested. */
export function liveOnce({ stateDir, orchestrator, at }: PaperAbout): Promise<Rest> {
  const { signal } = new AbortController();
  const file = fileStore(bookPath(stateDir));
  const reached = <Value>(moment: string, value: Value): Value => {
    at(moment);
    return value;
  };
  const about = {
    stateDir,
    deviceId: 'd',
    tenantId: 't',
    bytesPerS: null,
    patience: 20,
    signal,
    sources: [{ name: 'orchestrator', offer: async () => offerIn(stateDir) }],
    permit: {
      begin: async (...words: readonly unknown[]) => reached('begun', await asked(`${orchestrator}/begin`, words)),
      report: async (...words: readonly unknown[]) => {
        reached('told', await asked(`${orchestrator}/report`, words));
      },
      refuse: async () => undefined,
    },
    vouch: async () => undefined,
    nearPlaces: () => [],
    lastAddress: () => null,
    reach: async () => null,
    now: () => Date.now(),
    say: () => undefined,
    warn: () => undefined,
  };
  const tools = assembleUpdater(about, {
    load: () => file.load(),
    save: (text) => {
      file.save(text);
      at(`noted ${(JSON.parse(text) as Memory).update?.at}`);
    },
  });
  const executorFor = (intent: Parameters<typeof tools.executorFor>[0]): Executor => {
    const executor = tools.executorFor(intent);
    return {
      prepare: async (artifact) => reached('prepared', await executor.prepare(artifact)),
      preparedHash: (target) => executor.preparedHash(target),
      current: () => executor.current(),
      stop: async () => reached('stopped', await executor.stop()),
      switchTo: async (target) => reached('switched', await executor.switchTo(target)),
      start: async (target) => reached('started', await executor.start(target)),
      directoryOf: (target) => executor.directoryOf(target),
      isRunning: (target) => executor.isRunning(target),
    };
  };
  return new Updater({ ...tools, executorFor }).run(signal);
}

function offerIn(stateDir: string): Offer {
  return JSON.parse(readFileSync(join(stateDir, 'offer.json'), 'utf8')) as Offer;
}

function asked(url: string, words: readonly unknown[]): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: 'POST', agent: false }, (incoming) => {
      let answer = '';
      incoming.on('data', (piece: Buffer) => (answer += piece.toString()));
      incoming.on('end', () => resolve(answer === 'true'));
    });
    outgoing.on('error', () => reject(new Unanswered('nobody answers')));
    outgoing.end(JSON.stringify(words));
  });
}
