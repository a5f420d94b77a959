/**
 * Operators who watch live charts, in a process of their own: each has its own WebSocket and subscription. Started by
 * the fleet bench with its order as JSON on the command line; answers over the channel to its parent.
 */
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

/** What the bench orders. */
export type WatchOrder = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly watchers: number;
  readonly deviceIds: readonly string[];
};

/** What the bench is told: that all are subscribed, and at the end what they saw. */
export type WatchReport =
  | { readonly kind: 'watching'; readonly subscribed: number }
  | {
      readonly kind: 'seen';
      readonly latencies: readonly number[];
      readonly hops: readonly number[];
      readonly gaps: number;
      readonly errors: number;
    };

const document = `subscription BenchWatch($deviceIds: [ID!]!) {
  deviceMetrics(deviceIds: $deviceIds) { seq publishedAtMs timesMs series values }
}`;

type Update = {
  readonly deviceMetrics: {
    readonly seq: number;
    readonly publishedAtMs: number;
    readonly timesMs: readonly number[];
  };
};

if (import.meta.main) watch(JSON.parse(process.argv[2] ?? '{}') as WatchOrder);

function watch({ url, headers, watchers, deviceIds }: WatchOrder): void {
  let latencies: number[] = [];
  let hops: number[] = [];
  let gaps = 0;
  let errors = 0;
  class Socket extends WebSocket {
    constructor(address: string, protocols: string | string[]) {
      super(address, protocols, { headers });
    }
  }
  for (let index = 0; index < watchers; index += 1) {
    const client = createClient({ url, webSocketImpl: Socket, lazy: false, retryAttempts: 0 });
    const deviceId = deviceIds[index % deviceIds.length];
    let lastSeq: number | null = null;
    client.subscribe<Update>(
      { query: document, variables: { deviceIds: [deviceId] } },
      {
        next: ({ data, errors: refused }) => {
          const update = data?.deviceMetrics;
          if (refused || !update) return void (errors += 1);
          const now = Date.now();
          latencies.push(now - (update.timesMs.at(-1) ?? 0));
          hops.push(now - update.publishedAtMs);
          if (lastSeq !== null && update.seq !== lastSeq + 1) gaps += 1;
          lastSeq = update.seq;
        },
        error: () => (errors += 1),
        complete: () => undefined,
      },
    );
  }
  // The protocol has no answer to a subscription; a moment later all of them are known upstream.
  setTimeout(() => tell({ kind: 'watching', subscribed: watchers }), 3_000);
  process.on('message', (order) => {
    if (order === 'begin') [latencies, hops, gaps] = [[], [], 0];
    if (order === 'end') {
      tell({ kind: 'seen', latencies, hops, gaps, errors });
      process.disconnect();
      setImmediate(() => process.exit(0));
    }
  });
}

function tell(report: WatchReport): void {
  process.send?.(report);
}
