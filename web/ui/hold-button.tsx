'use client';
/**
 * A button that acts only when held down, for what cannot be undone. Enter never holds it; Space does. Assistive
 * technology, which can only click, clicks: it reaches the button after everything else was filled in.
 */
import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { buttonClass } from './button.tsx';

const HOLD_MS = 1200;

interface HoldButtonProps {
  children: ReactNode;
  onHeld: () => void;
  disabledBecause?: string | undefined;
}

/** Fills while it is held and acts once it is full. */
export function HoldButton({ children, onHeld, disabledBecause }: HoldButtonProps) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [isHeld, setIsHeld] = useState(false);
  useEffect(() => () => clearTimeout(timer.current), []);

  const isOff = disabledBecause !== undefined;
  const start = () => {
    if (isOff || timer.current !== undefined) return;
    setIsHeld(true);
    timer.current = setTimeout(() => {
      stop();
      onHeld();
    }, HOLD_MS);
  };
  const stop = () => {
    clearTimeout(timer.current);
    timer.current = undefined;
    setIsHeld(false);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    if (event.key === ' ') start();
  };
  const onClick = (event: MouseEvent) => {
    const isFromAssistiveTechnology = event.detail === 0;
    if (isFromAssistiveTechnology && !isOff) onHeld();
  };
  return (
    <button
      type="button"
      aria-disabled={isOff || undefined}
      title={disabledBecause ?? 'Press and hold'}
      className={`${buttonClass('danger')} relative touch-none overflow-hidden select-none`}
      onPointerDown={start}
      onPointerUp={stop}
      onPointerLeave={stop}
      onKeyDown={onKeyDown}
      onKeyUp={stop}
      onBlur={stop}
      onClick={onClick}
    >
      <span
        aria-hidden="true"
        className="absolute inset-0 origin-left bg-quarantined/60"
        style={{
          transform: `scaleX(${isHeld ? 1 : 0})`,
          transition: isHeld ? `transform ${HOLD_MS}ms linear` : 'none',
        }}
      />
      <span className="relative">{children}</span>
    </button>
  );
}
