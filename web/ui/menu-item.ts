/** What a menu can hold. */
import type { ReactNode } from 'react';

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
