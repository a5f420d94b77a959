/**
 * Whether a bill fits the schema of its version, asked of a thread beside this one: one bill at a time, for a limited
 * time. The thread starts with the first bill and keeps the schemas it has compiled.
 */
import { createHash } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { Unverifiable } from './reason.ts';

const limitMs = 60_000;

type Answer = { readonly mistake?: string | null; readonly fault?: string };

const knownMax = 256;

/** What came of bills by their digest: an artifact is judged often, and its bill never changes. */
const known = new Map<string, string | null>();

let thread: Worker | undefined;
let last: Promise<unknown> = Promise.resolve();

/** What does not fit first, in words; null where all does. Throws `Unverifiable` where it takes too long to tell. */
export function firstMistakeIn(version: string, text: string): Promise<string | null> {
  const digest = createHash('sha256').update(`${version}\n`).update(text).digest('hex');
  const turn = last.then(async () => {
    const before = known.get(digest);
    return before === undefined ? remember(digest, await ask(version, text)) : before;
  });
  last = turn.catch(() => undefined);
  return turn;
}

function remember(digest: string, mistake: string | null): string | null {
  const [oldest] = known.keys();
  if (known.size >= knownMax && oldest !== undefined) known.delete(oldest);
  known.set(digest, mistake);
  return mistake;
}

async function ask(version: string, text: string): Promise<string | null> {
  const worker = (thread ??= startThread());
  worker.ref();
  try {
    const { mistake, fault } = await answerOf(worker, { version, text });
    if (fault !== undefined) throw new Error(`a bill of materials could not be checked: ${fault}`);
    return mistake ?? null;
  } finally {
    // An idle thread keeps no process alive.
    worker.unref();
  }
}

function startThread(): Worker {
  const file = import.meta.url.endsWith('.ts') ? './sbom-worker.ts' : './sbom-worker.js';
  return new Worker(new URL(file, import.meta.url));
}

function answerOf(worker: Worker, question: object): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const leave = (end: () => void) => {
      clearTimeout(timer);
      worker.off('message', onMessage).off('error', onError);
      end();
    };
    const giveUp = (thrown: unknown) => {
      thread = undefined;
      void worker.terminate();
      leave(() => reject(thrown));
    };
    const onMessage = (answer: Answer) => leave(() => resolve(answer));
    const onError = (error: unknown) => giveUp(error);
    const words = `The bill of materials takes longer than ${limitMs / 1000} s to check. Split it.`;
    const timer = setTimeout(() => giveUp(new Unverifiable('OVERSIZE', words)), limitMs);
    worker.on('message', onMessage).on('error', onError);
    worker.postMessage(question);
  });
}
