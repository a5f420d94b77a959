/** From a runbook and the arguments of one call to the arguments of a program: every value is exactly one element. */
import { Refusal } from '@flotilla/kernel/errors';
import type { RunbookDefinition, RunbookParameter } from '../events.ts';
import { parameterIn } from './definition.ts';
import { matchesWhole } from './pattern.ts';

/** Values by the names of parameters, as somebody gave them. */
export type RunbookArguments = Readonly<Record<string, unknown>>;

/**
 * The arguments that the program gets. Refuses with INVALID_INPUT, naming the parameter: a value that is missing, is of
 * another type, does not fit, or that the program would take for an option.
 */
export function renderArgv(definition: RunbookDefinition, args: RunbookArguments): readonly string[] {
  const stranger = Object.keys(args).find((name) => !definition.parameters.some((known) => known.name === name));
  if (stranger !== undefined) {
    throw wrong(stranger.slice(0, 40), `The runbook has no parameter ${stranger.slice(0, 40)}.`);
  }
  const values = new Map(definition.parameters.map((known) => [known.name, rendered(known, own(args, known.name))]));
  return definition.argv.map((element) => {
    const name = parameterIn(element);
    return name === null ? element : (values.get(name) ?? '');
  });
}

/** What an object has of its own: `args` came as JSON, where a name may be one that all objects have. */
function own(args: RunbookArguments, name: string): unknown {
  return Object.hasOwn(args, name) ? args[name] : undefined;
}

function rendered(parameter: RunbookParameter, value: unknown): string {
  const { name } = parameter;
  switch (parameter.type) {
    case 'STRING': {
      if (typeof value !== 'string') throw wrong(name, `${name} is a text.`);
      if (value.length > parameter.lengthMax)
        throw wrong(name, `${name} has ${parameter.lengthMax} characters at most.`);
      if (!value.isWellFormed() || value.includes('\0')) {
        throw wrong(name, `${name} has a character that no argument of a program has.`);
      }
      if (!matchesWhole(parameter.pattern, value)) throw wrong(name, `${name} must match ${parameter.pattern}.`);
      if (value.startsWith('-')) throw wrong(name, `${name} would be taken for an option: it begins with -.`);
      return value;
    }
    case 'ENUM':
      if (typeof value === 'string' && parameter.values.includes(value)) return value;
      throw wrong(name, `${name} is one of ${parameter.values.join(', ')}.`);
    case 'INT': {
      const { min, max } = parameter;
      if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return String(value);
      throw wrong(name, `${name} is a whole number from ${min} to ${max}.`);
    }
    case 'BOOLEAN':
      if (typeof value === 'boolean') return String(value);
      throw wrong(name, `${name} is true or false.`);
  }
}

function wrong(element: string, message: string): Refusal {
  return new Refusal('INVALID_INPUT', message, { element });
}
