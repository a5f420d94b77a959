/** The plain table: 28 px rows, quiet lines, numbers to the right in figures. Long lists have their own virtual grid. */
import type { ReactNode } from 'react';

/** A table that scrolls sideways inside its panel rather than widening the page. */
export function Table({ label, children }: { label: string; children: ReactNode }) {
  return (
    // Focusable, since a keyboard must be able to scroll what a narrow screen cuts off.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div role="region" aria-label={label} tabIndex={0} className="overflow-x-auto focus-visible:-outline-offset-2">
      <table className="w-full border-collapse text-xs">
        <caption className="sr-only">{label}</caption>
        {children}
      </table>
    </div>
  );
}

/** A head of a column. */
export function HeadCell(props: { align?: 'left' | 'right'; width?: string; children?: ReactNode }) {
  return (
    <th
      scope="col"
      style={{ width: props.width }}
      className={`h-7 border-b border-line px-3 font-medium whitespace-nowrap text-muted ${alignment(props.align)}`}
    >
      {props.children}
    </th>
  );
}

/** A row. */
export function Row({ isSelected, children }: { isSelected?: boolean; children: ReactNode }) {
  return (
    <tr aria-selected={isSelected} className="border-b border-line last:border-0 hover:bg-hover aria-selected:bg-hover">
      {children}
    </tr>
  );
}

/** A cell. `figures` sets numbers, ids and durations so that they stand in columns. */
export function Cell(props: { align?: 'left' | 'right'; figures?: boolean; children?: ReactNode }) {
  return (
    <td className={`h-7 px-3 whitespace-nowrap ${alignment(props.align)} ${props.figures ? 'figures' : ''}`}>
      {props.children}
    </td>
  );
}

function alignment(align: 'left' | 'right' = 'left'): string {
  return align === 'right' ? 'text-right' : 'text-left';
}
