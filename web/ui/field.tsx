'use client';
/** Form fields: a label, a control, a hint, and an error that belongs to it for everybody, sighted or not. */
import { type ComponentProps, type ReactNode, useId } from 'react';

/** What a control needs to be tied to its label, hint and error. */
export type FieldIds = {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
};

interface FieldProps {
  label: string;
  hint?: ReactNode;
  /** What is wrong and how to set it right. */
  error?: string | undefined;
  children: (ids: FieldIds) => ReactNode;
}

/** Label above, control, then hint or error. The control gets the ids: `{(ids) => <TextInput {...ids} />}`. */
export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId();
  const noteId = `${id}-note`;
  const note = error ?? hint;
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-xs font-medium text-ink">
        {label}
      </label>
      {children({
        id,
        'aria-describedby': note === undefined ? undefined : noteId,
        'aria-invalid': error === undefined ? undefined : true,
      })}
      {note !== undefined && (
        <p
          id={noteId}
          role={error === undefined ? undefined : 'alert'}
          className={`text-xs ${error === undefined ? 'text-muted' : 'border-l-2 border-quarantined pl-1.5 text-ink'}`}
        >
          {note}
        </p>
      )}
    </div>
  );
}

/** The look of every control one types in. */
export const controlClass =
  'w-full rounded border border-line bg-bg px-2 text-sm text-ink aria-invalid:border-quarantined ' +
  'focus-visible:outline-offset-0 disabled:text-muted';

/** One line of text. */
export function TextInput(props: ComponentProps<'input'>) {
  return <input {...props} className={`${controlClass} h-8 ${props.className ?? ''}`} />;
}

/** Several lines of text. */
export function TextArea(props: ComponentProps<'textarea'>) {
  return <textarea rows={3} {...props} className={`${controlClass} py-1.5 ${props.className ?? ''}`} />;
}
