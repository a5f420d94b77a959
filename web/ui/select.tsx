'use client';
/** A choice of one among few. The browser's own control: it is known to every keyboard, reader and phone. */
import type { ComponentProps } from 'react';
import { controlClass } from './field.tsx';

/** One choice. */
export type SelectOption = { value: string; label: string; disabled?: boolean };

interface SelectProps extends Omit<ComponentProps<'select'>, 'onChange' | 'value'> {
  options: readonly SelectOption[];
  value: string;
  onChange: (value: string) => void;
}

/** Give it an `aria-label` where no Field labels it. */
export function Select({ options, value, onChange, className, ...rest }: SelectProps) {
  return (
    <select
      {...rest}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className={`${controlClass} h-8 ${className ?? ''}`}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value} disabled={option.disabled}>
          {option.label}
        </option>
      ))}
    </select>
  );
}
