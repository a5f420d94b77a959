/** The words of the feed badge. */
import { durationText } from '../ui/age-text.ts';
import type { FeedStatus } from './feed-status.ts';

/** Short, as the badge shows it: "LIVE 0.4s", "RECONNECTING 2, data 00:14 old". */
export function feedText(status: FeedStatus): string {
  switch (status.kind) {
    case 'QUIET':
      return 'NO FEED';
    case 'CONNECTING':
      return 'CONNECTING';
    case 'PAUSED':
      return 'PAUSED by you (space)';
    case 'LIVE':
      return `LIVE ${(status.ageMs / 1000).toFixed(1)}s`;
    case 'LAGGING':
      return `LAGGING ${Math.floor(status.ageMs / 1000)}s`;
    case 'RECONNECTING':
      return `RECONNECTING ${status.attempt}${status.ageMs === null ? '' : `, data ${clock(status.ageMs)} old`}`;
    case 'OFFLINE':
      return `OFFLINE since ${timeOfDay(status.since)}, read-only`;
  }
}

/** What the badge means, for its tooltip and for screen readers. */
export function feedMeaning(status: FeedStatus): string {
  switch (status.kind) {
    case 'QUIET':
      return 'Nothing on this page changes by itself.';
    case 'CONNECTING':
      return 'Opening the live feed.';
    case 'PAUSED':
      return 'You paused the live feed. Press space to resume.';
    case 'LIVE':
      return 'The server was heard this long ago. Press space to pause.';
    case 'LAGGING':
      return 'The connection stands but the server has been silent.';
    case 'RECONNECTING':
      return 'The connection was lost; trying again. The page shows the last known state.';
    case 'OFFLINE':
      return `No connection for ${durationText(Date.now() - status.since)}. The page shows the last known state; destructive actions are off.`;
  }
}

function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return `${pad(Math.floor(seconds / 60))}:${pad(seconds % 60)}`;
}

function timeOfDay(at: number): string {
  const date = new Date(at);
  return `${pad(date.getHours())}:${pad(date.getMinutes())}`;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
