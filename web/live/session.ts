/** Whether the session of this tab was found to be over. Set once, by whichever answer says so first. */

let isOver = false;
const listeners = new Set<() => void>();

/** Marks the session as over; the console then asks to sign in again and keeps the page underneath. */
export function endSession(): void {
  if (isOver) return;
  isOver = true;
  for (const listener of listeners) listener();
}

/** Whether the session is over. */
export function isSessionOver(): boolean {
  return isOver;
}

/** Calls back when the session ends. */
export function subscribeToSession(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
