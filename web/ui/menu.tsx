'use client';
/** A menu behind a button: actions, links and choices. */
import Link from 'next/link';
import { DropdownMenu as Radix } from 'radix-ui';
import { Fragment, type ReactNode } from 'react';
import { Icon } from './icon.tsx';

/** One line of a menu. An item that cannot be chosen says why. */
export type MenuItem =
  | 'divider'
  | { heading: ReactNode }
  | {
      label: ReactNode;
      hint?: ReactNode;
      href?: string;
      onSelect?: () => void;
      isChecked?: boolean;
      disabledBecause?: string | undefined;
    };

interface MenuProps {
  /** Names the menu for screen readers. */
  label: string;
  trigger: ReactNode;
  items: readonly MenuItem[];
  align?: 'start' | 'end';
}

/** The trigger must be a button that passes its ref on. */
export function Menu({ label, trigger, items, align = 'start' }: MenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className="appear z-50 max-h-[70vh] max-w-80 min-w-44 overflow-y-auto rounded border border-line bg-panel py-1 text-sm text-ink"
        >
          {items.map((item, index) => (
            // Items have no identity of their own and are never reordered while the menu is open.
            // oxlint-disable-next-line react/no-array-index-key
            <Fragment key={index}>{renderItem(item)}</Fragment>
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function renderItem(item: MenuItem): ReactNode {
  if (item === 'divider') return <Radix.Separator className="my-1 h-px bg-line" />;
  if ('heading' in item) return <Radix.Label className="px-3 py-1 text-xs text-muted">{item.heading}</Radix.Label>;
  const { label, hint, href, onSelect, isChecked, disabledBecause } = item;
  const content = (
    <>
      <span className="flex w-4 flex-none">{isChecked && <Icon name="check" size={14} />}</span>
      <span className="min-w-0 flex-1 truncate">{label}</span>
      {(disabledBecause ?? hint) !== undefined && <span className="text-xs text-muted">{disabledBecause ?? hint}</span>}
    </>
  );
  const props = {
    className:
      'flex min-h-7 cursor-pointer items-center gap-1.5 px-2 pr-3 outline-none data-[disabled]:cursor-not-allowed data-[disabled]:text-muted data-[highlighted]:bg-hover',
    disabled: disabledBecause !== undefined,
    ...(onSelect && { onSelect }),
  };
  if (href !== undefined) {
    return (
      <Radix.Item {...props} asChild>
        <Link href={href}>{content}</Link>
      </Radix.Item>
    );
  }
  if (isChecked !== undefined) {
    return (
      <Radix.CheckboxItem {...props} checked={isChecked}>
        {content}
      </Radix.CheckboxItem>
    );
  }
  return <Radix.Item {...props}>{content}</Radix.Item>;
}
