'use client';
/** A menu behind a button: actions, links and choices, with the keys of the menu pattern. */
import {
  cloneElement,
  type ComponentProps,
  type KeyboardEvent,
  type ReactElement,
  type RefObject,
  useRef,
  useState,
} from 'react';
import { MenuEntry } from './menu-entry.tsx';
import type { MenuItem } from './menu-item.ts';
import { useFloating } from './use-floating.ts';
import { useMenuKeys } from './use-menu-keys.ts';

interface MenuProps {
  /** Names the menu for screen readers. */
  label: string;
  /** The button that opens it. */
  trigger: ReactElement<ComponentProps<'button'>>;
  items: readonly MenuItem[];
  align?: 'start' | 'end';
}

/** Opens on a press or an arrow key; closes on a choice, Esc, Tab, or a press elsewhere, and gives the focus back. */
export function Menu({ label, trigger, items, align = 'start' }: MenuProps) {
  const [isOpen, setIsOpen] = useState(false);
  const wrapper = useRef<HTMLSpanElement>(null);
  const button = useRef<HTMLElement>(null);
  const toggle = () => {
    button.current = wrapper.current?.querySelector('button') ?? null;
    setIsOpen(!isOpen);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' || isOpen) return;
    event.preventDefault();
    toggle();
  };
  return (
    <span className="contents">
      {/* Hears what its button hears and takes no part in the layout. */}
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions, jsx-a11y/click-events-have-key-events */}
      <span ref={wrapper} className="contents" onClick={toggle} onKeyDown={onKeyDown}>
        {cloneElement(trigger, { 'aria-haspopup': 'menu', 'aria-expanded': isOpen })}
      </span>
      {isOpen && <List {...{ label, items, align, button }} onClose={() => setIsOpen(false)} />}
    </span>
  );
}

interface ListProps {
  label: string;
  items: readonly MenuItem[];
  align: 'start' | 'end';
  button: RefObject<HTMLElement | null>;
  onClose: () => void;
}

function List({ label, items, align, button, onClose }: ListProps) {
  const list = useFloating(button, { side: 'bottom', align, gap: 4 });
  const onKeyDown = useMenuKeys(list, { button, onClose });
  return (
    <div
      ref={list}
      role="menu"
      tabIndex={-1}
      aria-label={label}
      popover="manual"
      onKeyDown={onKeyDown}
      className="appear fixed m-0 max-h-[70vh] max-w-80 min-w-44 overflow-y-auto rounded border border-line bg-panel py-1 text-sm font-normal text-ink focus:outline-none"
    >
      {items.map((item, index) => (
        // Items have no identity of their own and are never reordered while the menu is open.
        // oxlint-disable-next-line react/no-array-index-key
        <MenuEntry key={index} item={item} onChosen={onClose} />
      ))}
    </div>
  );
}
