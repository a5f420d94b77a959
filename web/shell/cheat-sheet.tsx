'use client';
/** All keys of the console on one sheet, and the switch that turns the single ones off. */
import { Dialog } from '../ui/dialog.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { usePreference } from '../ui/preferences.ts';
import { pages } from './pages.ts';

/** Open while it is rendered. */
export function CheatSheet({ onClose }: { onClose: () => void }) {
  const [shortcuts, setShortcuts] = usePreference('shortcuts');
  return (
    <Dialog open onOpenChange={onClose} title="Keyboard" width="560px">
      <div className="grid gap-x-8 gap-y-4 sm:grid-cols-2">
        {groups.map(({ title, keys }) => (
          <section key={title}>
            <h3 className="mb-1 text-xs font-semibold text-muted">{title}</h3>
            <dl>
              {keys.map(([combination, meaning]) => (
                <div key={combination} className="flex min-h-7 items-center justify-between gap-3">
                  <dt>{meaning}</dt>
                  <dd className="flex gap-1">
                    {combination.split(' ').map((key) => (
                      <Kbd key={key}>{key}</Kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <label className="mt-4 flex items-center gap-2 border-t border-line pt-3">
        <input
          type="checkbox"
          checked={shortcuts === 'on'}
          onChange={(event) => setShortcuts(event.target.checked ? 'on' : 'off')}
          className="accent-accent"
        />
        Single-key shortcuts; ⌘K and Esc always work
      </label>
    </Dialog>
  );
}

const groups: readonly { title: string; keys: readonly (readonly [string, string])[] }[] = [
  {
    title: 'Anywhere',
    keys: [
      ['⌘K', 'Search or run'],
      ['space', 'Pause or resume the feed'],
      ['Esc', 'Close, else one layer up'],
      ['?', 'This sheet'],
    ],
  },
  { title: 'Go to', keys: pages.map((page) => [`g ${page.key}`, page.label]) },
  {
    title: 'Lists',
    keys: [
      ['j k', 'Next, previous'],
      ['x', 'Select'],
      ['J K', 'Extend the selection'],
      ['.', 'Actions on the selection'],
      ['Enter', 'Peek'],
      ['o', 'Open the full page'],
      ['/', 'Filter'],
    ],
  },
  {
    title: 'Inbox',
    keys: [
      ['1', 'Acknowledge'],
      ['2', 'Merge'],
      ['3', 'Dismiss with a reason'],
      ['h', 'Snooze'],
      ['a', 'Assign'],
      ['e', 'Resolve'],
    ],
  },
  {
    title: 'Time',
    keys: [
      ['[ ]', 'Window earlier, later'],
      ['t', 'Choose the window'],
    ],
  },
];
