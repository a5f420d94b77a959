'use client';
/** The time window of the page, for pages whose charts look back: which one, earlier, later, live or standing still. */
import { describeRange, formatTimeRange, parseTimeRange, RANGE_PRESETS } from '../charts/time-range.ts';
import { OVERVIEW_RANGE } from '../live/default-range.ts';
import { useScopedPath } from '../live/scope.ts';
import { useTimeRange } from '../live/use-time-range.ts';
import { Icon } from '../ui/icon.tsx';
import { LiveToggle } from '../ui/live-toggle.tsx';
import { Menu } from '../ui/menu.tsx';
import { useShortcuts } from '../ui/use-shortcuts.ts';

const triggerId = 'time-range';
// Counts are recorded by the minute, so five of them are no picture.
const offered = RANGE_PRESETS.filter(({ text }) => text !== 'now-5m..now').flatMap(({ text, label }) => {
  const range = parseTimeRange(text);
  return range === null ? [] : [{ label, range }];
});

/** Shown where the top bar is the place to choose it; the page of a device has its own beside its charts. */
export function TimeRangeMenu() {
  const { path } = useScopedPath();
  return path === '/' ? <Chooser /> : null;
}

function Chooser() {
  const { range, setRange, shift, toggleLive } = useTimeRange(OVERVIEW_RANGE);
  useShortcuts({
    t: () => document.getElementById(triggerId)?.focus(),
    '[': () => shift(-1),
    ']': () => shift(1),
  });
  const text = formatTimeRange(range);
  return (
    <div role="group" aria-label="Time window" className="flex items-center gap-1 max-sm:hidden">
      <Menu
        label="Time window"
        align="end"
        items={offered.map((each) => ({
          label: `Last ${each.label}`,
          isChecked: formatTimeRange(each.range) === text,
          onSelect: () => setRange(each.range),
        }))}
        trigger={
          <button
            id={triggerId}
            type="button"
            className="flex h-7 items-center gap-1.5 rounded border border-line px-2 text-xs whitespace-nowrap hover:bg-hover"
          >
            <Icon name="clock" size={14} />
            {describeRange(range)}
            <Icon name="chevron" size={12} />
          </button>
        }
      />
      <LiveToggle isLive={range.kind === 'live'} onToggle={toggleLive} />
    </div>
  );
}
