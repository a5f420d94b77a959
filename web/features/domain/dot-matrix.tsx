'use client';
/**
 * Devices as a matrix of glyphs, in the order of the spectrum. One tab stop; the arrows go from device to device, Home
 * and End to the ends, and every glyph is a link whose name says device and state.
 */
import Link from 'next/link';
import { type KeyboardEvent, memo } from 'react';
import { StateGlyph } from '../../ui/state-glyph.tsx';
import { type DisplayState, displayStates, stateTint, stateWord } from '../../ui/states.ts';

/** One device of a matrix. */
export type Dot = { readonly id: string; readonly name: string; readonly state: DisplayState };

interface DotMatrixProps {
  /** Names the list for screen readers. */
  label: string;
  dots: readonly Dot[];
  hrefOf: (id: string) => string;
}

/** As many columns as fit. */
export const DotMatrix = memo(function DotMatrix({ label, dots, hrefOf }: DotMatrixProps) {
  return (
    // The list itself is no control; it hears the arrows of the links in it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <ul aria-label={label} onKeyDown={moveFocus} className="flex flex-wrap gap-0.5">
      {inOrder(dots).map(({ id, name, state }, index) => (
        <li key={id}>
          <Link
            href={hrefOf(id)}
            prefetch={false}
            tabIndex={index === 0 ? 0 : -1}
            aria-label={`${name}: ${stateWord[state]}`}
            title={`${name}: ${stateWord[state]}`}
            className="flex size-6 items-center justify-center rounded-sm focus-visible:outline-offset-0"
            style={{ background: stateTint(state) }}
          >
            <StateGlyph state={state} />
          </Link>
        </li>
      ))}
    </ul>
  );
});

/** By state, then by name, so that a device is found again where it was. */
export function inOrder(dots: readonly Dot[]): Dot[] {
  return dots.toSorted(
    (a, b) => displayStates.indexOf(a.state) - displayStates.indexOf(b.state) || (a.name < b.name ? -1 : 1),
  );
}

function moveFocus(event: KeyboardEvent<HTMLUListElement>): void {
  const links = [...event.currentTarget.querySelectorAll('a')];
  const at = links.findIndex((link) => link === document.activeElement);
  const targets: Record<string, number> = {
    ArrowRight: at + 1,
    ArrowDown: at + 1,
    ArrowLeft: at - 1,
    ArrowUp: at - 1,
    Home: 0,
    End: links.length - 1,
  };
  const to = targets[event.key];
  if (to === undefined) return;
  event.preventDefault();
  links[Math.min(links.length - 1, Math.max(0, to))]?.focus();
}
