/**
 * The quality of a device's link in one short line. Unknown parts are left out instead of being shown as zero.
 */

/** What the last heartbeat measured about the link. */
interface LinkQuality {
  rttMs?: number | null;
  lossPct?: number | null;
  bandwidthKbps?: number | null;
}

/** For example `42 ms · 1.5 % loss`; a dash when nothing was measured. */
export function linkText(link: LinkQuality | null | undefined): string {
  const parts = [
    typeof link?.rttMs === 'number' ? `${Math.round(link.rttMs)} ms` : null,
    typeof link?.lossPct === 'number' && link.lossPct > 0 ? `${Number(link.lossPct.toFixed(1))} % loss` : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? '–' : parts.join(' · ');
}
