/** Where to put something that floats beside its trigger: on the wanted side if there is room, never off the window. */

/** A box in the window. */
export type Box = { readonly left: number; readonly top: number; readonly width: number; readonly height: number };

/** What is wanted. `align`: which edges line up above or below; beside the trigger it is always centred. */
export type Placement = {
  readonly side: 'top' | 'right' | 'bottom' | 'left';
  readonly align: 'start' | 'center' | 'end';
  readonly gap: number;
};

const MARGIN = 8;

/** The corner for a floating box of some size. */
export function placeFloating(
  trigger: Box,
  floating: { readonly width: number; readonly height: number },
  { side, align, gap, window }: Placement & { readonly window: { readonly width: number; readonly height: number } },
): { left: number; top: number } {
  const room = {
    top: trigger.top,
    bottom: window.height - trigger.top - trigger.height,
    left: trigger.left,
    right: window.width - trigger.left - trigger.width,
  };
  const isBeside = side === 'left' || side === 'right';
  const needed = (isBeside ? floating.width : floating.height) + gap + MARGIN;
  const other = opposite[side];
  const used = room[side] < needed && room[other] > room[side] ? other : side;
  const free = {
    left: isBeside ? beside(used, { trigger, floating, gap }) : aligned(align, trigger, floating.width),
    top: isBeside
      ? trigger.top + (trigger.height - floating.height) / 2
      : used === 'bottom'
        ? trigger.top + trigger.height + gap
        : trigger.top - floating.height - gap,
  };
  return {
    left: clamp(free.left, window.width - floating.width - MARGIN),
    top: clamp(free.top, window.height - floating.height - MARGIN),
  };
}

const opposite = { top: 'bottom', bottom: 'top', left: 'right', right: 'left' } as const;

function beside(
  side: Placement['side'],
  { trigger, floating, gap }: { trigger: Box; floating: { width: number }; gap: number },
): number {
  return side === 'right' ? trigger.left + trigger.width + gap : trigger.left - floating.width - gap;
}

function aligned(align: Placement['align'], trigger: Box, width: number): number {
  if (align === 'start') return trigger.left;
  if (align === 'end') return trigger.left + trigger.width - width;
  return trigger.left + (trigger.width - width) / 2;
}

function clamp(value: number, max: number): number {
  return Math.max(MARGIN, Math.min(value, max));
}
