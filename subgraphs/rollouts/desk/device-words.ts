/**
 * What a device says in words, made fit to be kept: it may quote a program that printed anything. What cannot be stored is
 * replaced and not refused, because a report that is refused frees no slot. Pure.
 */

/** The text without what no column can hold, cut at so many UTF-16 units and never in the middle of a character. */
export function deviceText(text: string, max: number): string {
  const cut = text.slice(0, max);
  const whole = cut.isWellFormed() ? cut : text.slice(0, max - 1);
  // Line breaks and tabs stay: a detail may be the end of a log.
  return whole.toWellFormed().replaceAll(/[^\P{Cc}\n\t]/gu, '\ufffd');
}
