/**
 * How the sign-in routes answer a browser: redirects, and a plain page when something went wrong. The page needs no
 * script and no style sheet, and everything in it that came from outside is escaped.
 */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isRefusal, type RefusalCode } from '@flotilla/kernel/errors';
import type { Logger } from '@flotilla/kernel/logger';
import { httpStatusOf } from '@flotilla/kernel/server/format-error';
import type { PublicRoute } from '@flotilla/kernel/server/subgraph';

const guards = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
};

/** Sends the browser elsewhere with a GET. */
export function redirect(response: ServerResponse, location: URL | string, cookies: readonly string[] = []): void {
  response.writeHead(303, {
    ...guards,
    location: String(location),
    ...(cookies.length > 0 && { 'set-cookie': [...cookies] }),
  });
  response.end();
}

/** Answers a script with JSON. */
export function sendJson(response: ServerResponse, value: unknown, cookies: readonly string[] = []): void {
  response.writeHead(200, {
    ...guards,
    'content-type': 'application/json',
    ...(cookies.length > 0 && { 'set-cookie': [...cookies] }),
  });
  response.end(JSON.stringify(value));
}

/** Whether a person's browser asks, as opposed to a script. */
export function wantsPage(request: IncomingMessage): boolean {
  return (request.headers.accept ?? '').includes('text/html');
}

/** Wraps a route of one method, so that whatever it throws becomes a clear answer and a log line with the same id. */
export function guarded(
  method: 'GET' | 'POST',
  options: { readonly logger: Logger; readonly consoleUrl: string },
  route: PublicRoute,
): PublicRoute {
  return async (request, response) => {
    if (request.method !== method) {
      response.writeHead(405, { ...guards, allow: method });
      response.end();
      return;
    }
    try {
      await route(request, response);
    } catch (thrown) {
      sendFailure(request, response, { ...explain(thrown, options.logger), consoleUrl: options.consoleUrl });
    }
  };
}

type Failure = { readonly code: RefusalCode; readonly message: string; readonly errorId: string };

function explain(thrown: unknown, logger: Logger): Failure {
  const errorId = randomUUID();
  if (isRefusal(thrown)) {
    logger.warn({ err: thrown, errorId, code: thrown.code }, 'a sign-in was refused');
    return { code: thrown.code, message: thrown.message, errorId };
  }
  logger.error({ err: thrown, errorId }, 'a sign-in failed unexpectedly');
  return { code: 'UNAVAILABLE', message: 'Something went wrong. Give this id to your platform team.', errorId };
}

function sendFailure(
  request: IncomingMessage,
  response: ServerResponse,
  failure: Failure & { readonly consoleUrl: string },
): void {
  if (response.headersSent) return void response.end();
  const { code, message, errorId } = failure;
  const status = httpStatusOf[code];
  if (!wantsPage(request)) {
    response.writeHead(status, { ...guards, 'content-type': 'application/json' });
    response.end(JSON.stringify({ errors: [{ message, extensions: { code, errorId } }] }));
    return;
  }
  response.writeHead(status, { ...guards, 'content-type': 'text/html; charset=utf-8' });
  response.end(failurePage(failure));
}

function failurePage(failure: Failure & { readonly consoleUrl: string }): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sign-in failed - Flotilla</title>
<style>
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 34rem; margin: 18vh auto 0; padding: 0 1.5rem; }
h1 { font-size: 1.25rem; }
code { font-size: 0.875rem; }
a { display: inline-block; margin-right: 1.5rem; padding: 0.25rem 0; }
</style>
</head>
<body>
<main>
<h1>Sign-in failed</h1>
<p role="alert">${escapeHtml(failure.message)}</p>
<p><a href="/auth/login">Try again</a><a href="/auth/login?prompt=login">Sign in as somebody else</a><a
href="${escapeHtml(failure.consoleUrl)}">Back to Flotilla</a></p>
<p><code>${failure.code}</code> <code>${failure.errorId}</code></p>
</main>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
