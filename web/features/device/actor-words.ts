/**
 * Who did something, in words. The log names actors as `kind:id`; a person reading the timeline of one device wants to
 * know whether it was the device itself, a rule, the system or somebody.
 */

/** For example `device:<id>` → "the device itself", `rule:This machine` → "the rule This machine", a person by name. */
export function actorWords(actor: string, deviceId: string, person?: { name: string } | null): string {
  if (person) return person.name;
  if (actor === `device:${deviceId}`) return 'the device itself';
  if (actor === 'system') return 'the system';
  const [, kind, id] = /^([a-z]+):(.+)$/.exec(actor) ?? [];
  if (kind === undefined || id === undefined) return actor;
  return kind === 'rule' ? `the rule ${id}` : `${kind} ${id}`;
}
