/**
 * The colours a canvas needs, read from the same custom properties the rest of the console is styled with. A canvas
 * does not inherit styles, so it has to be told when the theme changes.
 */

/** Resolved colours for drawing. `lines` holds the six fixed hues; a seventh line repeats them dashed. */
export interface ChartTheme {
  ink: string;
  muted: string;
  grid: string;
  loss: string;
  font: string;
  lines: readonly string[];
}

const LINE_PROPERTIES = [
  '--color-series-1',
  '--color-series-2',
  '--color-series-3',
  '--color-series-4',
  '--color-series-5',
  '--color-series-6',
] as const;

/** Reads the theme in force for an element. */
export function readChartTheme(element: Element): ChartTheme {
  const style = getComputedStyle(element);
  const property = (name: string, otherwise: string) => style.getPropertyValue(name).trim() || otherwise;
  return {
    ink: property('--color-ink', style.color),
    muted: property('--color-muted', style.color),
    grid: property('--color-line', style.color),
    loss: property('--color-replaying', style.color),
    font: `11px ${property('--font-mono', 'monospace')}`,
    lines: LINE_PROPERTIES.map((name) => property(name, style.color)),
  };
}

/** Calls back after the theme of the document changed, by choice or by the system. Returns how to stop. */
export function watchTheme(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['class', 'data-theme', 'style'] });
  const system = matchMedia('(prefers-color-scheme: dark)');
  system.addEventListener('change', changed);
  return () => {
    observer.disconnect();
    system.removeEventListener('change', changed);
  };
}
