/**
 * A state as glyph, word and ground, whatever it is a state of. Glyphs are outlines of their own, so that they are told
 * apart without colour.
 */
import type { ReactNode } from 'react';
import { tintOf } from './tint.ts';

interface BadgeProps {
  /** A colour of CSS; the ground is its tint. */
  color: string;
  /** What the word means, for whoever asks. */
  title?: string;
  glyph: ReactNode;
  children: ReactNode;
}

/** Glyph and word on a tint of the colour. */
export function Badge({ color, title, glyph, children }: BadgeProps) {
  return (
    <span
      className="inline-flex h-5 items-center gap-1.5 rounded-sm px-1.5 text-xs whitespace-nowrap text-ink"
      style={{ background: tintOf(color) }}
      title={title}
    >
      {glyph}
      {children}
    </span>
  );
}

/** A glyph of one line, by the data of its path. Decorative: the word must stand beside it. */
export function LineGlyph({ color, drawing, size = 12 }: { color: string; drawing: string; size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      style={{ color, flex: 'none' }}
    >
      <path d={drawing} />
    </svg>
  );
}
