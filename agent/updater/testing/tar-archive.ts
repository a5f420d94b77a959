/** Archives that no well-meaning program makes, for tests. */
/** An entry of an archive. */
export type Entry = {
  readonly path: string;
  readonly type?: string;
  readonly content?: string;
  readonly mode?: number;
};

/** The block before an entry. */
export function header({ path, type = '0', content = '', mode = 0o644 }: Entry): Buffer {
  const bytes = Buffer.alloc(512);
  bytes.write(path.slice(0, 100), 0);
  bytes.write(`${mode.toString(8).padStart(7, '0')}\0`, 100);
  bytes.write(`${Buffer.byteLength(content).toString(8).padStart(11, '0')}\0`, 124);
  bytes.write('        ', 148);
  bytes.write(type, 156);
  bytes.write('ustar\0', 257);
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return bytes;
}

/** A whole archive, whatever its entries say. */
export function archive(...entries: readonly Entry[]): Buffer {
  const parts = entries.flatMap((entry) => {
    const content = Buffer.from(entry.content ?? '');
    return [header(entry), content, Buffer.alloc((512 - (content.length % 512)) % 512)];
  });
  return Buffer.concat([...parts, Buffer.alloc(1_024)]);
}
