/**
 * Which browser pages may call: the console and the API's own pages. Browsers name the page in `Origin`; callers that
 * are not browsers send none, and hold no cookie that a page could abuse.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';

const preflightAgeS = '600';

/** Headers whose presence forces a browser to ask first, so a foreign page cannot have sent them. */
const preflightHeaders = ['x-flotilla-preflight', 'apollo-require-preflight', 'x-graphql-yoga-csrf'] as const;

/** The pages that may call. */
export class Origins {
  readonly #allowed: ReadonlySet<string>;

  constructor(urls: readonly string[]) {
    this.#allowed = new Set(urls.map((each) => new URL(each).origin));
  }

  /** Whether a request with this `Origin` is served. */
  allows(origin: string | undefined): boolean {
    return origin === undefined || this.#allowed.has(origin);
  }

  /** Lets an allowed page read the reply. */
  mark(request: IncomingMessage, response: ServerResponse): void {
    const { origin } = request.headers;
    response.setHeader('vary', 'origin');
    if (origin === undefined || !this.#allowed.has(origin)) return;
    response.setHeader('access-control-allow-origin', origin);
    response.setHeader('access-control-allow-credentials', 'true');
    response.setHeader('access-control-expose-headers', 'x-request-id, retry-after');
  }

  /** Answers a browser that asks first. */
  answerPreflight(request: IncomingMessage, response: ServerResponse): void {
    this.mark(request, response);
    if (this.allows(request.headers.origin)) {
      response.setHeader('access-control-allow-methods', 'GET, POST');
      response.setHeader(
        'access-control-allow-headers',
        ['content-type, authorization, x-request-id', ...preflightHeaders].join(', '),
      );
      response.setHeader('access-control-max-age', preflightAgeS);
    }
    response.writeHead(204).end();
  }
}

/**
 * Whether a foreign page could have made a browser send this request without being asked: such requests are refused.
 * A JSON content type or one of the preflight headers shows that it could not.
 */
export function couldBeForged(request: IncomingMessage): boolean {
  if (preflightHeaders.some((name) => request.headers[name] !== undefined)) return false;
  return !isJson(request.headers['content-type']);
}

/** Whether a content type is one of JSON's. */
export function isJson(contentType: string | undefined): boolean {
  const type = contentType?.split(';', 1)[0]?.trim().toLowerCase();
  return type === 'application/json' || type === 'application/graphql-response+json';
}
