/** Words that people choose, checked once for all nouns. Pure. */
import { Refusal } from '@flotilla/kernel/errors';

const nameShape = /^[a-z0-9](?:[a-z0-9._/-]{0,98}[a-z0-9])?$/;
const versionShape = /^[0-9A-Za-z](?:[0-9A-Za-z.+_~-]{0,98}[0-9A-Za-z])?$/;
const reasonMax = 500;
const reasonMin = 3;

/** A name of an artifact or a key. Refuses with INVALID_INPUT what could be mistaken for a path or another name. */
export function checkedName(name: string): string {
  if (nameShape.test(name) && !name.includes('..') && !name.includes('//')) return name;
  const words = `"${name.slice(0, 100)}" is no name: 1 to 100 of a-z, 0-9, dot, slash, hyphen and underscore.`;
  throw new Refusal('INVALID_INPUT', words, { element: 'name' });
}

/** A version as its maker writes it. Refuses with INVALID_INPUT. */
export function checkedVersion(version: string): string {
  if (versionShape.test(version)) return version;
  const words = `"${version.slice(0, 100)}" is no version: 1 to 100 letters, digits, dots and the signs + _ ~ -.`;
  throw new Refusal('INVALID_INPUT', words, { element: 'version' });
}

/** Why somebody does something, for those who read it later. Refuses with INVALID_INPUT. */
export function checkedReason(reason: string): string {
  const text = reason.trim();
  if (text.length >= reasonMin && text.length <= reasonMax) return text;
  throw new Refusal('INVALID_INPUT', `A reason has ${reasonMin} to ${reasonMax} characters.`, { element: 'reason' });
}
