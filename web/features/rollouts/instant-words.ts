/** Moments as people write them down: the day where it is not today, the time to the minute, and UTC, always. */

/** "14:05 UTC" today, "Nov 22, 14:05 UTC" otherwise. */
export function instantText(at: string, now: Date = new Date()): string {
  const moment = new Date(at);
  const isToday = moment.toISOString().slice(0, 10) === now.toISOString().slice(0, 10);
  const time = moment.toISOString().slice(11, 16);
  if (isToday) return `${time} UTC`;
  const day = moment.toLocaleDateString('en', { month: 'short', day: 'numeric', timeZone: 'UTC' });
  return `${day}, ${time} UTC`;
}
