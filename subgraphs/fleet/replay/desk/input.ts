/** What a device may send, checked before anything is looked up: sizes, characters, numbers. */
import { Refusal } from '@flotilla/kernel/errors';
import type { CloseReplayInput, ReplayChunkInput, ReplayHello } from '../graphql.ts';

/** How a journal is to be cut into chunks. A chunk fits the agents' door and holds the log's head for milliseconds. */
export const chunkLimits = { recordsMax: 250, bytesMax: 512 * 1024, windowChunks: 4 } as const;

const dropsMax = 256;
const bodyBytesMax = 64 * 1024;
const kindShape = /^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$/;
const hashShape = /^[0-9a-f]{64}$/;
const reasonShape = /^[\x20-\x7e]{1,120}$/;

/** Refuses a hello that cannot be one. */
export function assertHello(input: ReplayHello): void {
  assertNumbers('input', [input.epoch, input.firstSeq, input.lastSeq, input.monotonicMs]);
  assertShape('lastHash', hashShape, input.lastHash);
  assertShape('bootId', reasonShape, input.bootId);
  if (input.dropped.length > dropsMax) {
    throw new Refusal('INVALID_INPUT', `At most ${dropsMax} dropped ranges are declared at once, the oldest first.`, {
      element: 'dropped',
    });
  }
  for (const drop of input.dropped) {
    assertNumbers('dropped', [drop.fromSeq, drop.toSeq, drop.count, drop.firstAtMs, drop.lastAtMs]);
    assertShape('dropped.lastHash', hashShape, drop.lastHash);
    assertShape('dropped.reason', reasonShape, drop.reason);
  }
}

/** Refuses a chunk that is empty, too large or not made of records. */
export function assertChunk(input: ReplayChunkInput): void {
  const { records } = input;
  assertNumbers('fromSeq', [input.epoch, input.fromSeq]);
  if (records.length === 0 || records.length > chunkLimits.recordsMax) {
    const words = `A chunk has 1 to ${chunkLimits.recordsMax} records; this one has ${records.length}.`;
    throw new Refusal('INVALID_INPUT', words, { reason: 'ORDER', element: 'records' });
  }
  let bytes = 0;
  for (const { seq, kind, atMs, body, hash, signature } of records) {
    assertNumbers('records', [seq, Math.abs(atMs)]);
    assertShape('kind', kindShape, kind.slice(0, 80) === kind ? kind : '');
    assertShape('hash', hashShape, hash);
    const size = Buffer.byteLength(body);
    bytes += size + signature.length;
    if (size > bodyBytesMax || body.includes('\0')) {
      const words = `The body of record ${seq} is longer than ${bodyBytesMax} bytes or has a character that no text has.`;
      throw new Refusal('INVALID_INPUT', words, { reason: 'SIZE', seq });
    }
  }
  if (bytes <= chunkLimits.bytesMax) return;
  const words = `A chunk has ${chunkLimits.bytesMax} bytes at most. Send fewer records at once.`;
  throw new Refusal('INVALID_INPUT', words, { reason: 'SIZE', element: 'records' });
}

/** Refuses a close that names no number. */
export function assertClose(input: CloseReplayInput): void {
  assertNumbers('lastSeq', [input.lastSeq]);
}

function assertNumbers(element: string, values: readonly number[]): void {
  if (values.every((value) => Number.isSafeInteger(value) && value >= 0)) return;
  throw new Refusal('INVALID_INPUT', `The numbers of ${element} are whole and not negative.`, { element });
}

function assertShape(element: string, shape: RegExp, value: string): void {
  if (shape.test(value)) return;
  throw new Refusal('INVALID_INPUT', `The ${element} is not one: it must match ${shape.source}.`, {
    reason: 'SHAPE',
    element,
  });
}
