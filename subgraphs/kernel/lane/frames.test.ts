import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameReader, FrameWriter, frameMaxBytes } from './frames.ts';

describe('frames', () => {
  it('come out as they went in, however the socket cuts them', async () => {
    const contents = fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(contents, fc.integer({ min: 1, max: 97 }), async (frames, size) => {
        const socket = new PassThrough();
        const writer = new FrameWriter(socket);
        for (const frame of frames) writer.write([Buffer.from(frame.subarray(0, 3)), Buffer.from(frame.subarray(3))]);
        await new Promise((resolve) => setImmediate(resolve));
        const sent = socket.read() as Buffer;
        const reader = new FrameReader();
        const read: Buffer[] = [];
        for (let at = 0; at < sent.length; at += size) read.push(...reader.read(sent.subarray(at, at + size)));
        expect(read.map((frame) => [...frame])).toEqual(frames.map((frame) => [...frame]));
      }),
    );
  });

  it('of one turn of the event loop leave in one write', async () => {
    const socket = new PassThrough();
    const writes: unknown[] = [];
    socket.on('data', (chunk) => writes.push(chunk));
    const writer = new FrameWriter(socket);
    for (const text of ['a', 'b', 'c']) writer.write([Buffer.from(text)]);
    await once(socket, 'data');
    // Whatever would have left as a write of its own is there by the next turn.
    await new Promise((resolve) => setImmediate(resolve));
    expect(writes).toHaveLength(1);
  });

  it('cannot claim more room than any frame may have', () => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(frameMaxBytes + 1, 0);
    expect(() => new FrameReader().read(length)).toThrow('a frame of');
  });
});
