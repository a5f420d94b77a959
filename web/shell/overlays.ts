/** Which overlay of the shell is open: the palette or the cheat sheet. Opened from keys, buttons and menus alike. */

/** An overlay of the shell. */
export type Overlay = 'palette' | 'cheat-sheet' | null;

let current: Overlay = null;
const listeners = new Set<() => void>();

/** The open overlay. */
export function openOverlay(): Overlay {
  return current;
}

/** Opens one, or closes whatever is open. */
export function setOverlay(overlay: Overlay): void {
  current = overlay;
  for (const listener of listeners) listener();
}

/** Opens the command palette. */
export function openPalette(): void {
  setOverlay('palette');
}

/** Opens the list of keys. */
export function openCheatSheet(): void {
  setOverlay('cheat-sheet');
}

/** Calls back when another overlay is open. */
export function subscribeToOverlay(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
