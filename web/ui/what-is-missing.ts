/** The rules of a guarded action, apart from the dialog that enforces them. */

/** The shortest reason that is one. */
export const REASON_LENGTH_MIN = 10;

/** The first thing that still keeps the action from being done, as a sentence; undefined when nothing does. */
export function whatIsMissing(
  answers: { reason: string; typed: string },
  rules: { phrase: string; isBusy?: boolean },
): string | undefined {
  if (rules.isBusy) return 'Under way…';
  const missing = REASON_LENGTH_MIN - answers.reason.trim().length;
  if (missing > 0) return `Give a reason: ${missing} more character${missing === 1 ? '' : 's'}.`;
  if (answers.typed !== rules.phrase) return `Type ${rules.phrase} to confirm.`;
  return undefined;
}
