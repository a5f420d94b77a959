/** The program of the development issuer: its sign-in page, and the OpenID endpoints of the library behind it. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { ConfigError } from '@flotilla/kernel/config';
import { createLogger } from '@flotilla/kernel/logger';
import type Provider from 'oidc-provider';
import { readIssuerConfig } from './config.ts';
import { loginPage, messagePage } from './login-page.ts';
import { makeProvider } from './provider.ts';
import { IssuerStore } from './store.ts';
import { developmentPassword, findDevelopmentUser } from './users.ts';

const formBytesMax = 4096;

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > formBytesMax) break;
  }
  return new URLSearchParams(text);
}

function sendPage(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
    'x-content-type-options': 'nosniff',
  });
  response.end(html);
}

async function answerInteraction(
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const interaction = await provider.interactionDetails(request, response).catch(() => undefined);
  if (!interaction) {
    const text = 'This sign-in was already used or was left open for too long. Go back to the console and try again.';
    return sendPage(response, 400, messagePage('Sign in again', text));
  }
  if (request.method !== 'POST') return sendPage(response, 200, loginPage(interaction.uid));
  const form = await readForm(request);
  const email = form.get('email') ?? '';
  const user = findDevelopmentUser(email);
  if (!user || form.get('password') !== developmentPassword) {
    const text = 'No development user has that address and password.';
    return sendPage(response, 401, loginPage(interaction.uid, { text, email }));
  }
  const result = { login: { accountId: user.email, remember: true } };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

function serve(): void {
  const config = readIssuerConfig();
  const logger = createLogger({ name: 'issuer', level: config.logLevel });
  const store = new IssuerStore(config.directory);
  const provider = makeProvider(config, store);
  provider.on('server_error', (_, error) => logger.error({ err: error }, 'a sign-in failed'));
  const callback = provider.callback();
  const server = createServer((request, response) => {
    const isInteraction = request.url?.startsWith('/interaction/') === true;
    const answer = isInteraction ? answerInteraction(provider, request, response) : callback(request, response);
    answer.catch((error: unknown) => {
      logger.error({ err: error }, 'a request failed');
      if (response.headersSent) response.end();
      else sendPage(response, 500, messagePage('Sign-in did not work', 'The development issuer failed; see its log.'));
    });
  });
  server.on('error', (error) => {
    logger.fatal(`the issuer cannot listen on ${config.host}:${config.port}: ${error.message}`);
    process.exit(1);
  });
  server.listen(config.port, config.host, () => logger.info({ port: config.port }, 'the development issuer is ready'));
  const stop = (): void => {
    server.close(() => {
      store.close();
      process.exit(0);
    });
    server.closeAllConnections();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

try {
  serve();
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
