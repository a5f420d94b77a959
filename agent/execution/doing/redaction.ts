/**
 * Takes out of a text what must not leave this device: what looks like a secret anywhere, and what the patterns of a
 * runbook name. Such a pattern is run with an end; if it does not come to one, nothing of the text is shown.
 */

/** What stands where something was taken out. */
export const redacted = '[redacted]';

const named = String.raw`(?:pass(?:word|wd|phrase)?|secret|token|api[_-]?key|private[_-]?key|credential)`;
const habits: readonly (readonly [RegExp, string])[] = [
  // Keys in PEM, also when only their beginning or their end is here.
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, redacted],
  [/(?:^[A-Za-z0-9+/=]{16,}\r?\n)+-----END [A-Z ]*PRIVATE KEY-----/gm, redacted],
  [/\bflt1\.[A-Za-z0-9_-]+/g, redacted],
  [/\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*/g, redacted],
  [/\b(bearer|basic)\s+[A-Za-z0-9+/=._~-]{8,}/gi, `$1 ${redacted}`],
  [/:\/\/[^/\s:@]+:[^/\s@]+@/g, `://${redacted}@`],
  [new RegExp(String.raw`([\w-]*${named}[\w-]*["']?\s*[=:]\s*)("[^"\n]*"|'[^'\n]*'|[^\s,;]+)`, 'gi'), `$1${redacted}`],
];

/** Takes out what looks like a secret. */
export function withoutSecrets(text: string): string {
  return habits.reduce((left, [pattern, instead]) => left.replace(pattern, instead), text);
}

/** Takes out what looks like a secret and what the patterns match; null when a pattern is none or comes to no end. */
export function withoutMatches(text: string, patterns: readonly string[], timeoutMs = 1_000): string | null {
  if (patterns.length === 0) return withoutSecrets(text);
  const { runInNewContext } = process.getBuiltinModule('node:vm');
  const code = `patterns.reduce((left, pattern) =>
    left.replace(new RegExp(pattern, 'gu'), (match) => (match === '' ? '' : instead)), text)`;
  try {
    const left: unknown = runInNewContext(
      code,
      { text, patterns: [...patterns], instead: redacted },
      { timeout: timeoutMs },
    );
    return typeof left === 'string' ? withoutSecrets(left) : null;
  } catch {
    return null;
  }
}
