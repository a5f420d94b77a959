/**
 * Messages over one socket, each with its length before it. What is sent within one turn of the event loop leaves in
 * one write: at a thousand small calls a second, handing them to the socket one by one would cost more than they do.
 */
import type { Duplex } from 'node:stream';

/** Bytes of a frame at most; whoever has more to send takes another way. */
export const frameMaxBytes = 1024 * 1024;

const lengthBytes = 4;
const none = Buffer.alloc(0);

/** Finds frames in what a socket delivers. */
export class FrameReader {
  #rest: Buffer = none;

  /** The frames that are complete with this chunk. Throws when one says that it is longer than any may be. */
  read(chunk: Buffer): Buffer[] {
    let rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const frames: Buffer[] = [];
    while (rest.length >= lengthBytes) {
      const length = rest.readUInt32BE(0);
      if (length > frameMaxBytes) throw new Error(`a frame of ${length} bytes`);
      if (rest.length < lengthBytes + length) break;
      frames.push(rest.subarray(lengthBytes, lengthBytes + length));
      rest = rest.subarray(lengthBytes + length);
    }
    this.#rest = rest;
    return frames;
  }
}

/** Sends frames over a socket. */
export class FrameWriter {
  readonly #socket: Duplex;
  #parts: Buffer[] = [];

  constructor(socket: Duplex) {
    this.#socket = socket;
  }

  /** Sends one frame made of these parts, together with the others of this turn of the event loop. */
  write(parts: readonly Buffer[]): void {
    if (this.#parts.length === 0) setImmediate(() => this.flush());
    const length = Buffer.allocUnsafe(lengthBytes);
    length.writeUInt32BE(
      parts.reduce((sum, part) => sum + part.length, 0),
      0,
    );
    this.#parts.push(length, ...parts);
  }

  /** Sends what waits at once. */
  flush(): void {
    const parts = this.#parts;
    this.#parts = [];
    if (parts.length > 0 && this.#socket.writable) this.#socket.write(Buffer.concat(parts));
  }
}
