/** How long ago and how long, in the shortest words that are still exact enough to act on. */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "just now", "42s ago", "4m ago", "3h ago", "9d ago". A clock ahead of ours reads as now. */
export function ageText(ms: number): string {
  return ms < 2 * SECOND ? 'just now' : `${coarse(ms)} ago`;
}

/** Two units: "12s", "4m 10s", "3h 12m", "9d 4h". */
export function durationText(ms: number): string {
  if (ms < MINUTE) return `${Math.max(0, Math.floor(ms / SECOND))}s`;
  if (ms < HOUR) return pair([ms, MINUTE, 'm'], [SECOND, 's']);
  if (ms < DAY) return pair([ms, HOUR, 'h'], [MINUTE, 'm']);
  return pair([ms, DAY, 'd'], [HOUR, 'h']);
}

function coarse(ms: number): string {
  if (ms < MINUTE) return `${Math.floor(ms / SECOND)}s`;
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)}m`;
  if (ms < 2 * DAY) return `${Math.floor(ms / HOUR)}h`;
  return `${Math.floor(ms / DAY)}d`;
}

function pair([ms, large, largeName]: [number, number, string], [small, smallName]: [number, string]): string {
  const rest = Math.floor((ms % large) / small);
  return rest === 0
    ? `${Math.floor(ms / large)}${largeName}`
    : `${Math.floor(ms / large)}${largeName} ${rest}${smallName}`;
}
