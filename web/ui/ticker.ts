/**
 * One clock for everything that ages on the page: a single timer a second, none while nobody listens or the tab is
 * hidden. Listeners compare the text they would show, so a tick costs a re-render only where the text changes.
 */
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** Calls back about once a second while the page is visible. Returns how to stop. */
export function subscribeToTicks(listener: () => void): () => void {
  listeners.add(listener);
  if (listeners.size === 1) {
    document.addEventListener('visibilitychange', adjust);
    adjust();
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    document.removeEventListener('visibilitychange', adjust);
    clearInterval(timer);
    timer = undefined;
  };
}

function adjust(): void {
  clearInterval(timer);
  timer = document.hidden ? undefined : setInterval(tick, 1000);
  if (!document.hidden) tick();
}

function tick(): void {
  for (const listener of listeners) listener();
}
