/** Chooses a moment of the window: right below the ribbon, so that the thumb stands under the moment it chooses. */
import type { RibbonWindow } from './ribbon-layout.ts';

interface MomentSliderProps {
  window: RibbonWindow;
  /** Whether the end of the window is the present. */
  isLive: boolean;
  moment: number | null;
  onChange: (moment: number | null) => void;
}

/** A slider in steps of the ribbon; at the end of a live window it lets go of the past. */
export function MomentSlider({ window: { from, to, stepMs }, isLive, moment, onChange }: MomentSliderProps) {
  const choose = (at: number) => onChange(isLive && at >= to ? null : at);
  return (
    <input
      type="range"
      aria-label="Devices by state as of"
      aria-valuetext={moment === null ? 'now' : momentText(moment)}
      title="Move it to see the fleet as it was"
      min={from}
      max={to}
      step={stepMs}
      value={moment ?? to}
      onChange={({ target }) => choose(Number(target.value))}
      className={`block h-6 w-full ${moment === null ? 'accent-muted' : 'accent-accent'}`}
    />
  );
}

/** A moment in the reader's time zone, to the minute; its day only where that is not today. */
export function momentText(ms: number): string {
  const text = new Date(ms).toLocaleString('sv-SE');
  const isToday = text.slice(0, 10) === new Date().toLocaleDateString('sv-SE');
  return text.slice(isToday ? 11 : 0, 16);
}
