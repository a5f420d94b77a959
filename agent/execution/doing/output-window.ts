/**
 * What a program printed, bounded however much it was: the beginning and the end. Both are cut between lines, because half
 * a secret is none that a pattern would find.
 */

const cutMark = '\n[… cut …]\n';

/** The kept text. */
export type KeptOutput = { readonly text: string; readonly isTruncated: boolean };

/** Keeps the beginning and the end of a stream of bytes. */
export class OutputWindow {
  readonly #headMax: number;
  readonly #tailMax: number;
  readonly #head: Buffer[] = [];
  #tail: Buffer[] = [];
  #headBytes = 0;
  #tailBytes = 0;
  #omitted = 0;

  constructor(bytesMax: number) {
    this.#headMax = Math.ceil(bytesMax / 2);
    this.#tailMax = Math.floor(bytesMax / 2);
  }

  /** Takes what was printed next. */
  add(piece: Buffer): void {
    const room = this.#headMax - this.#headBytes;
    if (room > 0) {
      // Copied, because a slice would keep all of its piece.
      const first = Buffer.from(piece.subarray(0, room));
      this.#head.push(first);
      this.#headBytes += first.length;
    }
    if (piece.length <= room) return;
    this.#tail.push(Buffer.from(piece.subarray(Math.max(0, room))));
    this.#tailBytes += piece.length - Math.max(0, room);
    if (this.#tailBytes > this.#tailMax * 2 + 65_536) this.#trim();
  }

  /** What is kept of it, as text that can be stored anywhere. */
  kept(): KeptOutput {
    this.#trim();
    const [head, tail] = [Buffer.concat(this.#head), Buffer.concat(this.#tail)];
    if (this.#omitted === 0) return { text: textOf(Buffer.concat([head, tail])), isTruncated: false };
    const before = upToLastBreak(textOf(head));
    const after = afterFirstLine(textOf(tail));
    return { text: `${before}${cutMark}${after}`, isTruncated: true };
  }

  #trim(): void {
    const excess = this.#tailBytes - this.#tailMax;
    if (excess <= 0) return;
    this.#tail = [Buffer.concat(this.#tail).subarray(excess)];
    this.#tailBytes = this.#tailMax;
    this.#omitted += excess;
  }
}

/** A text without its middle, so that it has no more than a number of bytes; whole characters only. */
export function cutTo(text: string, bytesMax: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= bytesMax) return text;
  const half = Math.max(0, Math.floor((bytesMax - Buffer.byteLength(cutMark)) / 2));
  let [end, begin] = [half, bytes.length - half];
  while (end > 0 && isInside(bytes, end)) end -= 1;
  while (begin < bytes.length && isInside(bytes, begin)) begin += 1;
  const cut = `${bytes.toString('utf8', 0, end)}${cutMark}${bytes.toString('utf8', begin)}`;
  return Buffer.byteLength(cut) <= bytesMax ? cut : '';
}

/** Whether a place is within a character. */
function isInside(bytes: Buffer, place: number): boolean {
  return ((bytes[place] ?? 0) & 0xc0) === 0x80;
}

function textOf(bytes: Buffer): string {
  return bytes.toString('utf8').replaceAll('\0', '�');
}

function upToLastBreak(text: string): string {
  return text.slice(0, Math.max(0, text.search(/\s\S*$/)));
}

function afterFirstLine(text: string): string {
  const end = text.search(/[\r\n]/);
  return end < 0 ? '' : text.slice(end + 1);
}
