/**
 * One animation frame for all charts of the page. A batch that touches seven charts is drawn in one frame, and ten
 * batches within one frame are drawn once: the cost of painting follows the screen, not the feed.
 */
const waiting = new Set<() => void>();
let frame: number | null = null;

/** Draws in the next animation frame. Asking again before that frame changes nothing. */
export function drawOnNextFrame(draw: () => void): void {
  waiting.add(draw);
  frame ??= requestAnimationFrame(flush);
}

/** Withdraws a drawing, for charts that leave the page. */
export function cancelDraw(draw: () => void): void {
  waiting.delete(draw);
}

function flush(): void {
  frame = null;
  const draws = [...waiting];
  waiting.clear();
  for (const draw of draws) draw();
}
