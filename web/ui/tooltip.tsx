'use client';
/** A short explanation of a control, on hover and on focus. Never the only place of something that must be known. */
import { type ReactNode, type RefObject, useEffect, useId, useRef, useState } from 'react';
import type { Placement } from './place-floating.ts';
import { useFloating } from './use-floating.ts';

const SHOW_AFTER_MS = 300;

interface TooltipProps {
  text: ReactNode;
  side?: Placement['side'];
  children: ReactNode;
}

/** Explains its one child, which must be a focusable element. Esc hides it, moving onto it keeps it. */
export function Tooltip({ text, side = 'bottom', children }: TooltipProps) {
  const [isOpen, setIsOpen] = useState(false);
  const wrapper = useRef<HTMLSpanElement>(null);
  const trigger = useRef<Element>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const show = (afterMs: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      trigger.current = wrapper.current?.firstElementChild ?? null;
      setIsOpen(true);
    }, afterMs);
  };
  const hide = () => {
    clearTimeout(timer.current);
    setIsOpen(false);
  };
  return (
    // Takes no part in the layout: its child stands where it would stand without it.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <span
      ref={wrapper}
      className="contents"
      onPointerEnter={(event) => event.pointerType !== 'touch' && show(SHOW_AFTER_MS)}
      onPointerLeave={hide}
      onPointerDown={hide}
      onFocus={(event) => event.target.matches(':focus-visible') && show(0)}
      onBlur={hide}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !isOpen) return;
        // Closing the explanation is all this key does.
        event.preventDefault();
        hide();
      }}
    >
      {children}
      {isOpen && <Bubble {...{ trigger, side, text }} />}
    </span>
  );
}

function Bubble({
  trigger,
  side,
  text,
}: {
  trigger: RefObject<Element | null>;
  side: Placement['side'];
  text: ReactNode;
}) {
  const id = useId();
  const floating = useFloating(trigger, { side, align: 'center', gap: 6 });
  useEffect(() => {
    const element = trigger.current;
    const before = element?.getAttribute('aria-describedby');
    element?.setAttribute('aria-describedby', id);
    return () => {
      if (before === null || before === undefined) element?.removeAttribute('aria-describedby');
      else element?.setAttribute('aria-describedby', before);
    };
  }, [trigger, id]);
  return (
    <div
      ref={floating}
      id={id}
      role="tooltip"
      popover="manual"
      className="appear pointer-events-none fixed m-0 max-w-72 rounded border border-line bg-panel px-2 py-1 text-xs font-normal whitespace-normal text-ink"
    >
      {text}
    </div>
  );
}
