/**
 * Request bodies, bounded twice: by what comes in and by what it unpacks to. A body that is too large is refused as
 * soon as that is known, without reading or unpacking the rest.
 */
import type { IncomingMessage } from 'node:http';
import { gunzip, gunzipSync } from 'node:zlib';
import { Refusal } from '@flotilla/kernel/errors';

/** Unpacking less than this at once is quicker than handing it to another thread. */
const unpackHereBytes = 64 * 1024;

/** A body that is held in memory has to be here by then: whoever sends it slower only occupies a place. */
const patienceMs = 30_000;

/** The limits of one body. */
export type BodyLimits = {
  readonly maxBytes: number;
  /** Bytes after unpacking; absent where packed bodies are not accepted. */
  readonly unpackedMaxBytes?: number;
};

/** Reads a body. Refuses with LIMIT_EXCEEDED past a limit and INVALID_INPUT for an unknown or broken encoding. */
export async function readBody(request: IncomingMessage, limits: BodyLimits): Promise<Buffer> {
  const encoding = (request.headers['content-encoding'] ?? 'identity').toLowerCase();
  const isPacked = encoding === 'gzip' && limits.unpackedMaxBytes !== undefined;
  if (!isPacked && encoding !== 'identity') {
    throw new Refusal('INVALID_INPUT', `Bodies encoded as ${encoding} are not accepted here.`);
  }
  const body = await collect(request, limits.maxBytes);
  return isPacked ? unpack(body, limits.unpackedMaxBytes ?? limits.maxBytes) : body;
}

// Listeners instead of async iteration, which costs more than the rest of a small request does.
function collect(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    if (Number(request.headers['content-length'] ?? 0) > maxBytes) return reject(tooLarge(maxBytes));
    const chunks: Buffer[] = [];
    let size = 0;
    const take = (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBytes) return void chunks.push(chunk);
      // The rest is thrown away as it comes: whoever sends it gets to read the refusal.
      request.off('data', take).resume();
      reject(tooLarge(maxBytes));
    };
    const slow = setTimeout(() => {
      request.off('data', take).resume();
      reject(new Refusal('INVALID_INPUT', `The request body took longer than ${patienceMs / 1000} s.`));
    }, patienceMs);
    request.on('data', take);
    request.once('end', () => {
      clearTimeout(slow);
      resolve(joined(chunks));
    });
    request.once('close', () => {
      clearTimeout(slow);
      if (!request.complete) reject(new Refusal('INVALID_INPUT', 'The request body ended early.'));
    });
    request.once('error', reject);
  });
}

function joined(chunks: readonly Buffer[]): Buffer {
  const [first, ...others] = chunks;
  return first && others.length === 0 ? first : Buffer.concat(chunks);
}

async function unpack(body: Buffer, maxOutputLength: number): Promise<Buffer> {
  try {
    // In pieces about as large as the result: Node's own are of 16 kB, most of which is garbage for a small batch.
    const chunkSize = Math.max(1024, body.length * 4);
    if (body.length <= unpackHereBytes) return gunzipSync(body, { maxOutputLength, chunkSize });
    return await new Promise((resolve, reject) => {
      gunzip(body, { maxOutputLength }, (error, unpacked) => (error ? reject(error) : resolve(unpacked)));
    });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(maxOutputLength);
    throw new Refusal('INVALID_INPUT', 'The request body is not the gzip it says it is.', {}, { cause });
  }
}

function tooLarge(maxBytes: number): Refusal {
  return new Refusal('LIMIT_EXCEEDED', `The request body is over ${maxBytes} bytes.`, { limit: 'body', maxBytes });
}
