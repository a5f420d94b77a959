'use client';
/** Chooses the columns of the list. The choice stands in the URL, so a link shows the same columns to somebody else. */
import { Button } from '../../ui/button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { DEVICE_COLUMNS } from './device-columns.tsx';
import { toggledColumns } from './column-choice.ts';

interface ColumnsMenuProps {
  /** The ids of the columns shown. */
  columns: readonly string[];
  onColumns: (columns: readonly string[]) => void;
}

/** A menu with one checked item per column shown; the name always stays. */
export function ColumnsMenu({ columns, onColumns }: ColumnsMenuProps) {
  return (
    <Menu
      label="Columns"
      align="end"
      trigger={
        <Button tone="quiet" className="max-sm:hidden">
          Columns
        </Button>
      }
      items={DEVICE_COLUMNS.map(({ id, title }) => ({
        label: title,
        isChecked: columns.includes(id),
        disabledBecause: id === 'name' ? 'always shown' : undefined,
        onSelect: () => onColumns(toggledColumns(columns, id)),
      }))}
    />
  );
}
