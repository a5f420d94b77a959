/**
 * Where update metadata can be had from: the control plane behind its pinned door, or a directory that somebody carried
 * here. Neither is believed; what they give is judged by its signatures, versions and times.
 */
import { closeSync } from 'node:fs';
import type { Agent, IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { join } from 'node:path';
import { reasonOf } from '../../failure.ts';
import { fileBytesSync, openPlain } from '../fetching/place.ts';
import { Unanswered, Unverified } from '../refusal.ts';

/** A place. `get` answers null where there is nothing of that name, and throws Unanswered when nobody can say. */
export type MetadataPlace = {
  readonly name: string;
  get(file: string, bytesMax: number): Promise<Buffer | null>;
};

/** The control plane's own metadata. */
export function metadataBehind(
  url: string,
  agentFor: (url: URL) => Agent | undefined,
  timeoutMs = 15_000,
): MetadataPlace {
  return {
    name: 'control plane',
    get: async (file, bytesMax) => {
      const address = new URL(`/metadata/${file}`, url);
      const incoming = await answered(address, agentFor(address), timeoutMs);
      const { statusCode } = incoming;
      if (statusCode === 200) return wholeOf(incoming, file, bytesMax);
      incoming.destroy();
      if (statusCode === 404) return null;
      throw new Unanswered(`The control plane answered ${String(statusCode)} for update metadata.`);
    },
  };
}

/** The metadata in a bundle, in its directory `metadata`. */
export function metadataIn(bundle: string): MetadataPlace {
  return {
    name: 'bundle',
    get: async (file, bytesMax) => {
      let found: ReturnType<typeof openPlain>;
      try {
        found = openPlain(join(bundle, 'metadata'), file);
      } catch (fault) {
        if (fault instanceof Unanswered) return null;
        throw fault;
      }
      try {
        if (found.size > bytesMax) throw tooLong(file);
        return Buffer.concat([...fileBytesSync(found.descriptor, 0)]);
      } finally {
        closeSync(found.descriptor);
      }
    },
  };
}

function answered(address: URL, agent: Agent | undefined, timeoutMs: number): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = { 'accept-encoding': 'identity' };
    const outgoing = request(address, { headers, agent: agent ?? false, timeout: timeoutMs }, resolve);
    outgoing.on('timeout', () => outgoing.destroy(new Error('it fell silent')));
    outgoing.on('error', (fault) => reject(new Unanswered(`${address.host}: ${reasonOf(fault)}`)));
    outgoing.end();
  });
}

async function wholeOf(incoming: IncomingMessage, file: string, bytesMax: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  try {
    for await (const piece of incoming as AsyncIterable<Buffer>) {
      size += piece.length;
      if (size > bytesMax) throw tooLong(file);
      pieces.push(piece);
    }
  } catch (fault) {
    if (fault instanceof Unverified) throw fault;
    throw new Unanswered(`The metadata ${file} did not come whole: ${reasonOf(fault)}`);
  }
  return Buffer.concat(pieces);
}

function tooLong(file: string): Unverified {
  return new Unverified('OVERSIZE', `The update metadata ${file} is too long.`);
}
