/**
 * What a person is about to change of a domain's settings. Null inherits, a text sets; only what differs from what is
 * set now is sent. The API has the last word on what is allowed.
 */
import type { SetDomainSettingsInput } from '../../gql/graphql.ts';
import { settingGroups, type SettingKind, type SettingName } from './setting-kinds.ts';
import type { SettingsFacts } from './settings-fragment.ts';

/** A text per setting that is set here; null for one that is inherited. */
export type SettingsDraft = Readonly<Record<string, string | null>>;

const kinds: readonly SettingKind[] = settingGroups.flatMap((group) => group.kinds);

/** The draft in which nothing is changed. */
export function draftOf(settings: SettingsFacts): SettingsDraft {
  return Object.fromEntries(
    kinds.map(({ name }) => [name, settings.setHere.includes(name) ? textOf(settings[name]) : null]),
  );
}

/** A value as it stands in its field. */
export function textOf(value: string | number | null | undefined): string {
  return value === null || value === undefined ? 'none' : String(value);
}

/** What cannot be sent, by name, in words. Only slips of the hand: bounds are the API's. */
export function slipsOf(draft: SettingsDraft): Readonly<Partial<Record<SettingName, string>>> {
  const slips: Partial<Record<SettingName, string>> = {};
  for (const { name, type } of kinds) {
    const text = draft[name]?.trim();
    if (text === undefined || type === 'text' || type === 'clone-policy') continue;
    const value = Number(text);
    if (text === '' || !Number.isFinite(value)) slips[name] = `${text === '' ? 'Nothing' : text} is no number.`;
    else if (type === 'whole' && !Number.isInteger(value)) slips[name] = 'Only whole numbers make sense here.';
  }
  return slips;
}

/** The changes as the API takes them; undefined when there are none. Call it only without slips. */
export function changesOf(
  draft: SettingsDraft,
  settings: SettingsFacts,
): Omit<SetDomainSettingsInput, 'domainId'> | undefined {
  const before = draftOf(settings);
  const changed = kinds.filter(({ name }) => (draft[name] ?? null) !== (before[name] ?? null));
  if (changed.length === 0) return undefined;
  return Object.fromEntries(changed.map((kind) => [kind.name, valueOf(kind, draft[kind.name] ?? null)]));
}

function valueOf({ type }: SettingKind, text: string | null): string | number | null {
  if (text === null) return null;
  if (type === 'text') return text.trim() === 'none' ? '' : text.trim();
  return type === 'clone-policy' ? text : Number(text);
}
