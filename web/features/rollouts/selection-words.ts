/** Which devices something is for, in words. */
import { devicesText } from './rollout-words.ts';

/** The parts of a selection; each that is not empty has to hold. */
export type Selection = {
  readonly labels: readonly { readonly key: string; readonly value: string }[];
  readonly domainIds: readonly string[];
  readonly locationIds: readonly string[];
  readonly channels: readonly string[];
  readonly deviceIds: readonly string[];
};

/** "role=till, in Retail EU or below, at Rotterdam"; every device where nothing is asked. */
export function selectionText(selection: Selection, nameOf: (id: string) => string | undefined): string {
  const { labels, domainIds, locationIds, channels, deviceIds } = selection;
  const named = (ids: readonly string[]) => ids.map((id) => nameOf(id) ?? id.slice(0, 8)).join(' or ');
  const parts = [
    labels.map(({ key, value }) => `${key}=${value}`).join(', '),
    domainIds.length === 0 ? '' : `in ${named(domainIds)} or below`,
    locationIds.length === 0 ? '' : `at ${named(locationIds)}`,
    channels.length === 0 ? '' : `of the channel ${channels.join(' or ')}`,
    deviceIds.length === 0 ? '' : `${devicesText(deviceIds.length)} by name`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'every device' : parts.join(', ');
}

/** Whom a wave takes: "4 of role=till", "20% of the remaining", "all that remain". */
export function takeText(
  wave: { readonly count: number | null; readonly percent: number | null; readonly selection: Selection | null },
  nameOf: (id: string) => string | undefined,
): string {
  const { count, percent, selection } = wave;
  const whom = selection === null ? 'the remaining' : `the remaining: ${selectionText(selection, nameOf)}`;
  if (count !== null) return `${count.toLocaleString('en')} of ${whom}`;
  if (percent !== null) return `${percent}% of ${whom}`;
  return `all of ${whom}`;
}
