/** Grounds for text, the same everywhere a colour stands behind words. */

/** The ground of a colour of CSS: as much of it as the theme bears behind text. */
export function tintOf(color: string): string {
  return `color-mix(in srgb, ${color} var(--tint), transparent)`;
}
