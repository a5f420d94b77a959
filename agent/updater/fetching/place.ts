/**
 * Where an artifact's bytes can be had from: an address of a mirror, or a file of a bundle that somebody carried here.
 * None of them is believed; whoever reads counts and hashes what comes.
 */
import { closeSync, constants, fstatSync, lstatSync, openSync, readSync } from 'node:fs';
import type { Agent, IncomingMessage } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { join } from 'node:path';
import { reasonOf } from '../../failure.ts';
import { Unanswered, Unverified } from '../refusal.ts';

/** Bytes that begin to come. */
export type Opened = {
  /** Number of the first byte that comes; a place that cannot go on begins anew at 0. */
  readonly offset: number;
  /** How many bytes the whole has, as far as the place says. */
  readonly declaredSize: number | null;
  readonly bytes: AsyncIterable<Buffer>;
  readonly close: () => void;
};

/** A place. `open` throws Unanswered when it has nothing to give now. */
export type Place = { readonly name: string; open(offset: number): Promise<Opened> };

const pieceBytes = 262_144;

/** A mirror. Redirects are not followed: whoever signed the intent named the addresses. */
export function mirror(
  url: string,
  { idleMs, agentFor }: { readonly idleMs: number; readonly agentFor?: (url: URL) => Agent | undefined },
): Place {
  const address = new URL(url);
  return {
    name: address.host,
    open: async (offset) => {
      const incoming = await answered(address, { offset, idleMs, agent: agentFor?.(address) });
      const close = (): void => void incoming.destroy();
      try {
        return { ...beginning(incoming, offset), bytes: piecesOf(incoming), close };
      } catch (fault) {
        close();
        throw fault;
      }
    },
  };
}

/** The bytes a bundle brought, by their digest. A link in it could name any file of this device, and is refused. */
export function bundled(directory: string, digest: string): Place {
  return {
    name: 'bundle',
    open: async (offset) => {
      const folder = join(directory, 'artifacts');
      const { descriptor, size } = openPlain(folder, digest.replace(':', '-'));
      const close = (): void => closeSync(descriptor);
      return { offset, declaredSize: size, bytes: fileBytes(descriptor, offset), close };
    },
  };
}

/** Opens a regular file of a folder, neither of which may be a link. Throws Unverified (SYMLINK), or Unanswered. */
export function openPlain(folder: string, name: string): { readonly descriptor: number; readonly size: number } {
  const path = join(folder, name);
  try {
    if (lstatSync(folder).isSymbolicLink()) throw new Unverified('SYMLINK', `${folder} is a link.`);
    const descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const facts = fstatSync(descriptor);
    if (facts.isFile()) return { descriptor, size: facts.size };
    closeSync(descriptor);
    throw new Unverified('SYMLINK', `${path} is not a file.`);
  } catch (fault) {
    if (fault instanceof Unverified) throw fault;
    if ((fault as NodeJS.ErrnoException).code === 'ELOOP') throw new Unverified('SYMLINK', `${path} is a link.`);
    throw new Unanswered(`${path} cannot be read (${(fault as NodeJS.ErrnoException).code ?? 'unknown'}).`);
  }
}

/** The bytes of an open file from one on. */
export function* fileBytesSync(descriptor: number, from: number): Generator<Buffer> {
  for (let at = from; ;) {
    const piece = Buffer.allocUnsafe(pieceBytes);
    const count = readSync(descriptor, piece, 0, pieceBytes, at);
    if (count === 0) return;
    at += count;
    yield piece.subarray(0, count);
  }
}

async function* fileBytes(descriptor: number, from: number): AsyncGenerator<Buffer> {
  yield* fileBytesSync(descriptor, from);
}

function answered(
  address: URL,
  about: { readonly offset: number; readonly idleMs: number; readonly agent: Agent | undefined },
): Promise<IncomingMessage> {
  const { offset, idleMs, agent } = about;
  const headers = { 'accept-encoding': 'identity', ...(offset > 0 && { range: `bytes=${offset}-` }) };
  // Loaded when it is needed: an import would cost the running agent, which is the same program, three megabytes.
  const send = address.protocol === 'https:' ? tlsRequest : process.getBuiltinModule('node:http').request;
  return new Promise((resolve, reject) => {
    const outgoing = send(address, { headers, agent: agent ?? false, timeout: idleMs });
    outgoing.on('response', resolve);
    outgoing.on('timeout', () => outgoing.destroy(new Error('it fell silent')));
    outgoing.on('error', (fault) => reject(new Unanswered(`${address.host}: ${reasonOf(fault)}`)));
    outgoing.end();
  });
}

function beginning(incoming: IncomingMessage, offset: number): Pick<Opened, 'offset' | 'declaredSize'> {
  const { statusCode, headers } = incoming;
  const length = headers['content-length'];
  if (headers['content-encoding'] !== undefined && headers['content-encoding'] !== 'identity') {
    throw new Unanswered('it answered with other bytes than were asked for');
  }
  if (statusCode === 200) return { offset: 0, declaredSize: length === undefined ? null : Number(length) };
  if (statusCode !== 206) throw new Unanswered(`it answered with status ${String(statusCode)}`);
  const [, first, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers['content-range'] ?? '') ?? [];
  if (first === undefined || Number(first) !== offset) throw new Unanswered('it answered with another range');
  return { offset, declaredSize: total === undefined || total === '*' ? null : Number(total) };
}

/** Ends quietly where the connection breaks: that some are missing is found out by counting. */
async function* piecesOf(incoming: IncomingMessage): AsyncGenerator<Buffer> {
  try {
    for await (const piece of incoming as AsyncIterable<Buffer>) yield piece;
  } catch {
    // Told apart from a whole answer by the number of bytes alone, for a length can lie as well.
  }
}
