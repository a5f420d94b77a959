/**
 * The one WebSocket of the tab. It opens with the first subscription and closes with the last, tries again for ever
 * with growing, jittered pauses, and notices a silent server: a connection that looks open and says nothing is the
 * usual way mobile networks fail.
 */
import { type Client, CloseCode, createClient } from 'graphql-ws';
import { feed } from './feed.ts';
import { retryDelayMs } from './retry-delay.ts';
import { apiUrl } from './runtime-config.ts';
import { endSession } from './session.ts';

const KEEP_ALIVE_MS = 10_000;
const SILENCE_MAX_MS = 20_000;
const PROBE_AFTER_MS = 2_500;

/** Opens nothing yet: the connection comes with the first subscription. */
export function createSocket(): Client {
  let stopProbing = () => {};
  const client: Client = createClient({
    url: `${apiUrl().replace(/^http/, 'ws')}/graphql`,
    lazy: true,
    keepAlive: KEEP_ALIVE_MS,
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
    retryWait: (retries) => new Promise((resolve) => setTimeout(resolve, retryDelayMs(retries, Math.random()))),
    on: {
      connecting: (isRetry) => {
        if (isRetry) feed.take({ type: 'retrying', at: Date.now() });
      },
      connected: (socket) => {
        feed.take({ type: 'connected', at: Date.now() });
        stopProbing = probe(socket as WebSocket, () => client.terminate());
      },
      message: () => feed.take({ type: 'heard', at: Date.now() }),
      closed: (event) => {
        stopProbing();
        const code = (event as CloseEvent).code;
        if (code === (CloseCode.Unauthorized as number)) endSession();
        // 1000 is our own goodbye after the last subscription.
        if (code !== 1000) feed.take({ type: 'lost', at: Date.now() });
      },
    },
  });
  return client;
}

/**
 * Asks a quiet server whether it is still there, so that the badge tells a calm fleet from a dead connection, and
 * gives the connection up when no answer comes: at once, since a server that is silent does not say goodbye either.
 * Hidden tabs leave it to the slower keep-alive.
 */
function probe(socket: WebSocket, giveUp: () => void): () => void {
  let heardAt = Date.now();
  const listen = () => {
    heardAt = Date.now();
  };
  socket.addEventListener('message', listen);
  const timer = setInterval(() => {
    const silenceMs = Date.now() - heardAt;
    if (socket.readyState !== WebSocket.OPEN) return;
    if (silenceMs > SILENCE_MAX_MS) giveUp();
    else if (silenceMs > PROBE_AFTER_MS && !document.hidden) socket.send('{"type":"ping"}');
  }, 1_000);
  return () => {
    clearInterval(timer);
    socket.removeEventListener('message', listen);
  };
}
