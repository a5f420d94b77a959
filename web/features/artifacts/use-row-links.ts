'use client';
/** Moves through the rows of a plain table by j and k: each row has one link, which gets the focus; Enter opens it. */
import { type RefObject, useRef } from 'react';
import { useShortcuts } from '../../ui/use-shortcuts.ts';

/** Put the reference around the rows; the first link of each row is the row's. */
export function useRowLinks<Place extends HTMLElement>(): RefObject<Place | null> {
  const place = useRef<Place>(null);
  const move = (step: 1 | -1) => {
    const links = [...(place.current?.querySelectorAll<HTMLElement>('[data-row-link]') ?? [])];
    const at = links.indexOf(document.activeElement as HTMLElement);
    const next = at === -1 ? (step === 1 ? 0 : links.length - 1) : Math.min(Math.max(at + step, 0), links.length - 1);
    links[next]?.focus();
  };
  useShortcuts({ j: () => move(1), k: () => move(-1) });
  return place;
}
