/**
 * Labels as people type them: `site=rtm role=kiosk`, separated by spaces or commas. The API has the last word on what
 * is allowed; here a slip is only shown before the form is sent.
 */

/** A label as the API takes it. */
export interface Label {
  key: string;
  value: string;
}

/** Either the labels or the part that cannot be read. */
type ParsedLabels = { kind: 'labels'; labels: Label[] } | { kind: 'unreadable'; part: string; reason: string };

/** Reads labels from text. */
export function parseLabels(text: string): ParsedLabels {
  const labels: Label[] = [];
  for (const part of text.split(/[\s,]+/).filter((word) => word !== '')) {
    const [, key, value] = /^([^=]+)=([^=]+)$/.exec(part) ?? [];
    if (key === undefined || value === undefined) return { kind: 'unreadable', part, reason: 'write it as key=value' };
    if (labels.some((label) => label.key === key)) return { kind: 'unreadable', part, reason: `${key} is given twice` };
    labels.push({ key, value });
  }
  return { kind: 'labels', labels };
}
