/** The spectrum as a stream: looked at once a second while somebody listens, told only when a count has changed. */
import { Topic, type Numbered } from '@flotilla/kernel/live';
import type { Logger } from '@flotilla/kernel/logger';
import type { Spectrum } from './graphql.ts';

const periodMs = 1_000;

/** Looks with `read` until the returned iterator is closed. The first spectrum comes at once. */
export function watchSpectrum(
  read: () => Promise<Spectrum>,
  logger: Logger,
): AsyncIterableIterator<Numbered<Spectrum>> {
  const topic = new Topic<Spectrum>();
  const listener = topic.subscribe();
  let last = '';
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;
  const look = async () => {
    try {
      const spectrum = await read();
      const counts = JSON.stringify(spectrum.buckets);
      if (counts !== last) topic.publish(spectrum);
      last = counts;
    } catch (error) {
      logger.warn({ err: error }, 'the spectrum cannot be read just now');
    }
    if (!isClosed) timer = setTimeout(() => void look(), periodMs);
  };
  void look();
  return {
    next: () => listener.next(),
    async return() {
      isClosed = true;
      clearTimeout(timer);
      await listener.return?.();
      return { value: undefined, done: true };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
