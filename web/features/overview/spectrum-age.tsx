'use client';
/** How old the counts are: apart from the panel, because it ticks and the panel need not. */
import { useConfirmedAt } from '../../live/use-confirmed-at.ts';
import { Age } from '../../ui/age.tsx';

/** The age of counts the feed keeps current. */
export function SpectrumAge({ asOf }: { asOf: string }) {
  return <Age at={useConfirmedAt(asOf)} />;
}
