/** Where the focus goes in a dialog that asks for something: into its first field and not onto its close button. */

/** For `onOpenAutoFocus`; leaves the focus to the dialog where there is no field. */
export function focusFirstField(event: Event): void {
  const { target } = event;
  if (!(target instanceof HTMLElement)) return;
  const field = target.querySelector<HTMLElement>('input:not([readonly]), select, textarea');
  if (field === null) return;
  event.preventDefault();
  field.focus();
}
