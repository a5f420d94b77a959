/** Bytes on their way to the control plane: streamed from the file, and sent on from where they broke off. */
import { createReadStream } from 'node:fs';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { failureOf, type Access, type ShownError } from './api.ts';
import { CliFailure, exitCodes } from './failure.ts';

const attemptsMax = 6;
const pauseMs = 500;

/** What is sent. */
export type Outgoing = { readonly file: string; readonly digest: string; readonly size: number };

type Reply = { readonly status: number; readonly body: Readonly<Record<string, unknown>> };

/** Uploads a file. Breaks are mended by going on; a refusal is thrown as it is. */
export async function uploadFile(
  access: Access,
  { file, digest, size }: Outgoing,
  say: (message: string) => void,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const received = await receivedBytes(access, { digest, size });
      if (received >= size) return;
      if (received > 0) say(`goes on at byte ${received} of ${size}`);
      const body = createReadStream(file, { start: received });
      const range = `bytes ${received}-${size - 1}/${size}`;
      const headers = { 'content-range': range, 'content-length': size - received };
      const reply = await post(access, `/artifacts/${digest}`, { headers, body });
      if (reply.status < 300) return;
      // The other side has got further, or is still busy with a sender that broke off.
      if (reply.status !== 409) throw refused(reply);
    } catch (thrown) {
      if (thrown instanceof CliFailure && thrown.exitCode !== exitCodes.unavailable) throw thrown;
      if (attempt >= attemptsMax) throw thrown;
      say('the upload broke off; trying again');
    }
    if (attempt >= attemptsMax) throw new CliFailure('Somebody else uploads the same bytes.', exitCodes.unavailable);
    await delay(pauseMs * attempt);
  }
}

/** Attaches something that is said about an artifact, as large as it is. */
export async function attachEvidence(
  access: Access,
  digest: string,
  evidence: { readonly mediaType: string; readonly content: Uint8Array },
): Promise<void> {
  const { mediaType, content } = evidence;
  const headers = { 'content-type': mediaType, 'content-length': content.length };
  const reply = await post(access, `/artifacts/${digest}/evidence`, { headers, body: [content] });
  if (reply.status >= 300) throw refused(reply);
}

async function receivedBytes(access: Access, { digest, size }: Omit<Outgoing, 'file'>): Promise<number> {
  const headers = { 'content-range': `bytes */${size}`, 'content-length': 0 };
  const reply = await post(access, `/artifacts/${digest}`, { headers, body: [] });
  if (reply.status >= 300) throw refused(reply);
  return Number(reply.body['received'] ?? 0);
}

async function post(
  { apiUrl, token }: Access,
  path: string,
  { headers, body }: { readonly headers: object; readonly body: Iterable<Uint8Array> | AsyncIterable<Uint8Array> },
): Promise<Reply> {
  const send = apiUrl.startsWith('https:') ? requestHttps : requestHttp;
  const outgoing = send(`${apiUrl}${path}`, {
    method: 'POST',
    headers: { ...headers, authorization: `Bearer ${token}` },
  });
  const answered = new Promise<Reply>((resolve, reject) => {
    outgoing.once('error', reject);
    outgoing.once('response', (incoming) => {
      text(incoming).then((found) => resolve({ status: incoming.statusCode ?? 0, body: parsed(found) }), reject);
    });
  });
  try {
    // An answer may come before all is sent, and then counts more than that sending broke off.
    const sent = pipeline(body, outgoing).then(
      () => answered,
      () => answered,
    );
    return await Promise.race([sent, answered]);
  } catch {
    throw new CliFailure(`${apiUrl} does not answer, or broke off.`, exitCodes.unavailable);
  }
}

function refused({ status, body }: Reply): CliFailure {
  const [error] = (body['errors'] ?? []) as readonly ShownError[];
  return error ? failureOf(error) : new CliFailure(`The upload was answered with ${status}.`);
}

function parsed(found: string): Reply['body'] {
  try {
    return JSON.parse(found) as Reply['body'];
  } catch {
    return {};
  }
}
