'use client';
/**
 * What counts as a press on a row: it begins and ends in it. Whoever lets go of a button that was held in a dialog, and
 * finds a row where the dialog was, has not pressed the row; nor has somebody who selected text or ticked its box.
 */
import { type PointerEvent, useRef } from 'react';

/** Handlers for the element of the row. */
export function usePress(onPress: () => void) {
  const hasBegun = useRef(false);
  return {
    onPointerDown: () => {
      hasBegun.current = true;
    },
    onPointerLeave: () => {
      hasBegun.current = false;
    },
    onPointerUp: ({ target }: PointerEvent<HTMLElement>) => {
      const isWhole = hasBegun.current;
      hasBegun.current = false;
      const isSelecting = window.getSelection()?.isCollapsed === false;
      if (isWhole && !isSelecting && !(target instanceof HTMLInputElement)) onPress();
    },
  };
}
