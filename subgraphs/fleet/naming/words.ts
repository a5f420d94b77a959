/** The shapes of names, slugs, reasons and channels. Free text from people and devices is capped and printable. */
import { Refusal } from '@flotilla/kernel/errors';

const slugPattern = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/;
const unprintable = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u;

/** Where software for a device is taken from, most adventurous first. */
export const channels = ['dev', 'canary', 'prod'] as const;

/** One of the channels. */
export type Channel = (typeof channels)[number];

/** A name of 1 to 80 printable characters, without space at its ends. Refuses with INVALID_INPUT naming the element. */
export function checkedName(element: string, text: string): string {
  return checkedText(element, text, 80);
}

/** A reason of 3 to 500 characters. Refuses with INVALID_INPUT. */
export function checkedReason(text: string): string {
  const reason = checkedText('reason', text, 500);
  if (reason.length < 3) throw refused('reason', 'A reason needs at least 3 characters: others will read it later.');
  return reason;
}

/** A slug, fit for a URL. Refuses with INVALID_INPUT. */
export function checkedSlug(text: string): string {
  if (slugPattern.test(text)) return text;
  const shape = 'Use 1 to 40 of a-z, 0-9 and hyphens, beginning and ending with a letter or digit.';
  throw refused('slug', `"${text.slice(0, 50)}" cannot be a slug. ${shape}`);
}

/** One of the channels. Refuses with INVALID_INPUT. */
export function checkedChannel(text: string): Channel {
  const channel = channels.find((known) => known === text);
  if (channel) return channel;
  throw refused('channel', `"${text.slice(0, 50)}" is not a channel. The channels are ${channels.join(', ')}.`);
}

function checkedText(element: string, text: string, lengthMax: number): string {
  const trimmed = text.trim();
  if (trimmed === '') throw refused(element, `The ${element} is empty.`);
  if (trimmed.length > lengthMax) throw refused(element, `The ${element} is longer than ${lengthMax} characters.`);
  if (unprintable.test(trimmed)) throw refused(element, `The ${element} has characters that cannot be shown.`);
  return trimmed;
}

function refused(element: string, message: string): Refusal {
  return new Refusal('INVALID_INPUT', message, { element });
}
