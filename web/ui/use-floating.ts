'use client';
/** Shows an element in the browser's top layer beside its trigger, and keeps it there while the page scrolls. */
import { type RefObject, useLayoutEffect, useRef } from 'react';
import { type Placement, placeFloating } from './place-floating.ts';

/** The element needs `popover="manual"` and must be rendered only while it is open. */
export function useFloating(
  trigger: RefObject<Element | null>,
  { side, align, gap }: Placement,
): RefObject<HTMLDivElement | null> {
  const floating = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = floating.current;
    if (element === null) return undefined;
    const place = () => {
      const anchor = trigger.current?.getBoundingClientRect();
      if (anchor === undefined) return;
      const window = { width: document.documentElement.clientWidth, height: innerHeight };
      const size = { width: element.offsetWidth, height: element.offsetHeight };
      const { left, top } = placeFloating(anchor, size, { side, align, gap, window });
      element.style.left = `${left}px`;
      element.style.top = `${top}px`;
    };
    element.showPopover();
    place();
    addEventListener('scroll', place, { capture: true, passive: true });
    addEventListener('resize', place);
    return () => {
      removeEventListener('scroll', place, { capture: true });
      removeEventListener('resize', place);
    };
  }, [trigger, side, align, gap]);
  return floating;
}
