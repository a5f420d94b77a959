'use client';
/**
 * Shortcuts of plain keys (`j`, `?`, space) and of two in a row (`g o`). One listener serves the page; the newest
 * binding of a key wins, and those of the shell lie beneath all others, so that a page can take a key from it. Typing,
 * dialogs, menus and modifier keys are left alone, and all of it but Esc can be turned off.
 */
import { useEffect, useEffectEvent } from 'react';
import { readPreference } from './preferences.ts';

/** What to do, by key as the browser names it, or by two such keys with a space between. */
export type Bindings = Readonly<Record<string, (event: KeyboardEvent) => void>>;

const SEQUENCE_WITHIN_MS = 1200;

/** Binds keys for as long as the component lives. `isBeneath`: whatever else binds a key goes first. */
export function useShortcuts(bindings: Bindings, { isBeneath = false }: { isBeneath?: boolean } = {}): void {
  const current = useEffectEvent(() => bindings);
  useEffect(() => {
    const read = () => current();
    if (isBeneath) layers.unshift(read);
    else layers.push(read);
    if (layers.length === 1) document.addEventListener('keydown', listen);
    return () => {
      layers.splice(layers.indexOf(read), 1);
      if (layers.length === 0) document.removeEventListener('keydown', listen);
    };
  }, [isBeneath]);
}

const layers: (() => Bindings)[] = [];
let prefix: { key: string; at: number } | undefined;

function listen(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isElsewhere(event)) return;
  // Esc is no letter that speech input could say by accident; held down it must not leave layer after layer.
  if (event.key === 'Escape' ? event.repeat : readPreference('shortcuts') === 'off') return;
  const all = layers.toReversed().map((read) => read());
  const find = (keys: string) => all.find((bindings) => Object.hasOwn(bindings, keys))?.[keys];
  const isContinued = prefix !== undefined && event.timeStamp - prefix.at < SEQUENCE_WITHIN_MS;
  const second = isContinued && prefix !== undefined ? find(`${prefix.key} ${event.key}`) : undefined;
  prefix = undefined;
  const action = second ?? find(event.key);
  if (action !== undefined) {
    event.preventDefault();
    action(event);
  } else if (all.some((bindings) => Object.keys(bindings).some((keys) => keys.startsWith(`${event.key} `)))) {
    prefix = { key: event.key, at: event.timeStamp };
  }
}

/** Whether the key belongs to something else: a text, a dialog or menu, or a control that is pressed with it. */
function isElsewhere(event: KeyboardEvent): boolean {
  const { target } = event;
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.matches('input:not([type="checkbox"]), textarea, select')) return true;
  if (document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null) return true;
  const isPressed = event.key === ' ' || event.key === 'Enter';
  return isPressed && target.closest('a, button, summary, input, [role="tab"], [role="option"]') !== null;
}
