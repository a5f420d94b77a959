'use client';
/** The keys of an open menu: arrows and letters move, Esc and Tab close. A press elsewhere closes it, too. */
import { type KeyboardEvent, type RefObject, useEffect, useEffectEvent, useRef } from 'react';

const TYPING_PAUSE_MS = 500;

interface MenuKeysOptions {
  button: RefObject<HTMLElement | null>;
  onClose: () => void;
}

/** Moves the focus into the list while it is open, and back to the button afterwards. Answers the key handler. */
export function useMenuKeys(list: RefObject<HTMLElement | null>, { button, onClose }: MenuKeysOptions) {
  const typed = useRef({ text: '', at: 0 });
  const close = useEffectEvent(onClose);
  useEffect(() => {
    const opener = button.current;
    const items = itemsOf(list.current);
    (items.find((item) => item.ariaChecked === 'true') ?? items[0])?.focus();
    const onPress = (event: PointerEvent) => {
      const isInside = [list.current, opener].some((element) => element?.contains(event.target as Node));
      if (!isInside) close();
    };
    document.addEventListener('pointerdown', onPress, true);
    return () => {
      document.removeEventListener('pointerdown', onPress, true);
      // Whoever took the focus meanwhile, a dialog say, keeps it.
      if (document.activeElement === null || document.activeElement === document.body) opener?.focus();
    };
  }, [list, button]);

  return (event: KeyboardEvent<HTMLElement>) => {
    const items = itemsOf(list.current);
    const index = items.indexOf(document.activeElement as HTMLElement);
    const target = targetOf(event.key, { index, count: items.length });
    if (event.key === 'Escape' || event.key === 'Tab') {
      if (event.key === 'Escape') event.preventDefault();
      onClose();
    } else if (target !== undefined) {
      event.preventDefault();
      items[target]?.focus();
    } else if (event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey) {
      const isContinued = event.timeStamp - typed.current.at < TYPING_PAUSE_MS;
      const text = (isContinued ? typed.current.text : '') + event.key.toLowerCase();
      typed.current = { text, at: event.timeStamp };
      items.find((item) => item.textContent?.trim().toLowerCase().startsWith(text))?.focus();
    }
  };
}

function itemsOf(list: HTMLElement | null): HTMLElement[] {
  return [...(list?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? [])];
}

function targetOf(key: string, { index, count }: { index: number; count: number }): number | undefined {
  if (key === 'ArrowDown') return (index + 1) % count;
  if (key === 'ArrowUp') return (index - 1 + count) % count;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  return undefined;
}
