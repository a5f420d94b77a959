'use client';
/** The time window of the page, for pages whose charts look back. It stands in the URL as `t`. */
import { parseAsString, useQueryState } from 'nuqs';
import { RANGE_PRESETS } from '../charts/time-range.ts';
import { OVERVIEW_RANGE } from '../live/default-range.ts';
import { useScopedPath } from '../live/scope.ts';
import { Icon } from '../ui/icon.tsx';
import { Menu } from '../ui/menu.tsx';
import { useShortcuts } from '../ui/use-shortcuts.ts';

const triggerId = 'time-range';

/** Shown where the top bar is the place to choose it; the page of a device has its own beside its charts. */
export function TimeRangeMenu() {
  const { path } = useScopedPath();
  return path === '/' ? <Chooser /> : null;
}

function Chooser() {
  const [text, setText] = useQueryState(
    't',
    parseAsString.withDefault(OVERVIEW_RANGE).withOptions({ history: 'push' }),
  );
  useShortcuts({ t: () => document.getElementById(triggerId)?.focus() });
  const preset = RANGE_PRESETS.find((each) => each.text === text);
  return (
    <Menu
      label="Time window"
      align="end"
      items={RANGE_PRESETS.filter(({ text: each }) => each !== 'now-5m..now').map((each) => ({
        label: `Last ${each.label}`,
        isChecked: each.text === text,
        onSelect: () => void setText(each.text === OVERVIEW_RANGE ? null : each.text),
      }))}
      trigger={
        <button
          id={triggerId}
          type="button"
          className="flex h-7 items-center gap-1.5 rounded border border-line px-2 text-xs hover:bg-hover max-sm:hidden"
        >
          <Icon name="clock" size={14} />
          {preset === undefined ? 'Chosen window' : `Last ${preset.label}`}
          <Icon name="chevron" size={12} />
        </button>
      }
    />
  );
}
