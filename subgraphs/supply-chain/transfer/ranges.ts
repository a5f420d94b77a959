/** The two headers by which parts of bytes are asked for and sent, as RFC 9110 has them; of several ranges, none. */
import { Refusal } from '@flotilla/kernel/errors';
import type { ByteRange } from '../blob/blob-store.ts';

/**
 * What a `Range` header asks for of so many bytes: a range, null for all of them, or 'NONE' where it asks for what is
 * not there. What is no range in bytes, or several, is ignored, as the specification lets a server do.
 */
export function rangeOf(header: string | undefined, size: number): ByteRange | null | 'NONE' {
  const [, from = '', to = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '') ?? [];
  if (from === '' && to === '') return null;
  if (from === '') {
    const last = Number(to);
    return last === 0 || size === 0 ? 'NONE' : { start: Math.max(0, size - last), end: size - 1 };
  }
  const start = Number(from);
  const end = to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (to !== '' && Number(to) < start) return null;
  return start >= size ? 'NONE' : { start, end };
}

/** Which part of the whole a body is. `offset` is null where the sender only asks how far it has come. */
export type SentPart = { readonly offset: number | null; readonly size: number };

/** What `Content-Range` says of a body; a body without one is the whole. Refuses with INVALID_INPUT what is neither. */
export function sentPartOf(header: string | undefined, size: number): SentPart {
  if (header === undefined) return { offset: 0, size };
  const [, asked, from, to, whole] = /^bytes (?:(\*)|(\d{1,15})-(\d{1,15}))\/(\d{1,15})$/.exec(header.trim()) ?? [];
  const isPart = from !== undefined && to !== undefined && Number(from) <= Number(to) && Number(to) < Number(whole);
  if (asked === undefined && !isPart) {
    const words =
      'Content-Range must be `bytes <first>-<last>/<size>`, or `bytes */<size>` to ask how far it has come.';
    throw new Refusal('INVALID_INPUT', words, { header: 'content-range' });
  }
  return { offset: asked === undefined ? Number(from) : null, size: Number(whole) };
}
