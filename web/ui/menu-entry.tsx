'use client';
/** One line of a menu: a heading, a divider, a link, an action or a choice. */
import Link from 'next/link';
import { Icon } from './icon.tsx';
import type { MenuItem } from './menu-item.ts';

const className =
  'flex min-h-7 w-full cursor-pointer items-center gap-1.5 px-2 pr-3 text-left outline-none focus:bg-hover hover:bg-hover ' +
  'aria-disabled:cursor-not-allowed aria-disabled:text-muted';

/** Draws and runs an item; `onChosen` closes the menu before anything else happens. */
export function MenuEntry({ item, onChosen }: { item: MenuItem; onChosen: () => void }) {
  if (item === 'divider') return <hr className="my-1 border-line" />;
  if ('heading' in item) {
    return (
      <div role="presentation" className="px-3 py-1 text-xs text-muted">
        {item.heading}
      </div>
    );
  }
  const { label, hint, href, onSelect, isChecked, disabledBecause } = item;
  const content = (
    <>
      <span className="flex w-4 flex-none">{isChecked && <Icon name="check" size={14} />}</span>
      <span className="min-w-0 flex-1">
        <span className="block truncate">{label}</span>
        {disabledBecause !== undefined && <span className="block pb-1 text-xs text-muted">{disabledBecause}</span>}
      </span>
      {hint !== undefined && disabledBecause === undefined && <span className="text-xs text-muted">{hint}</span>}
    </>
  );
  if (href !== undefined && disabledBecause === undefined) {
    return (
      <Link role="menuitem" tabIndex={-1} href={href} onClick={onChosen} className={className}>
        {content}
      </Link>
    );
  }
  const choose = () => {
    if (disabledBecause !== undefined) return;
    onChosen();
    onSelect?.();
  };
  return (
    <button
      type="button"
      role={isChecked === undefined ? 'menuitem' : 'menuitemcheckbox'}
      aria-checked={isChecked}
      aria-disabled={disabledBecause !== undefined || undefined}
      tabIndex={-1}
      onClick={choose}
      className={className}
    >
      {content}
    </button>
  );
}
