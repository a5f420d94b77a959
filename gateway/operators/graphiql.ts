/**
 * GraphiQL for signed-in developers. The page carries everything it needs, so that it works without the internet; at
 * nine megabytes it is loaded and packed only when somebody asks for it.
 */
import { gzipSync } from 'node:zlib';

/** A page to answer with. */
export type Page = {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Buffer | string;
};

let packed: Buffer | undefined;

/** GraphiQL, or the words that say how to get it. */
export async function graphiqlPage(isDeveloper: boolean): Promise<Page> {
  if (!isDeveloper) {
    const headers = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' };
    return { status: 401, headers, body: 'GraphiQL is for signed-in developers. Sign in to the console first.\n' };
  }
  packed ??= gzipSync(await rendered());
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-encoding': 'gzip',
    'cache-control': 'no-store',
    'x-frame-options': 'DENY',
  };
  return { status: 200, headers, body: packed };
}

async function rendered(): Promise<string> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  return renderGraphiQL({
    title: 'Flotilla GraphiQL',
    endpoint: '/graphql',
    credentials: 'same-origin',
    subscriptionsProtocol: 'WS',
    defaultQuery:
      '# The graph as you may see it. Documents of your own keep to the limits of the API.\n{ viewer { roles } }\n',
  });
}
