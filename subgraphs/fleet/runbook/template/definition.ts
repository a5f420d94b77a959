/**
 * What a runbook may be. There is no shell anywhere: the program is named by its path, a parameter is one element of its
 * arguments and nothing in between, and whatever would interpret arguments as a program is refused as one.
 */
import { Refusal } from '@flotilla/kernel/errors';
import type { RunbookDefinition, RunbookParameter } from '../events.ts';
import { checkedPattern } from './pattern.ts';

const bounds = {
  parametersMax: 20,
  argvMax: 64,
  elementMax: 1_024,
  valuesMax: 64,
  lengthMax: 256,
  redactMax: 16,
  descriptionMax: 500,
} as const;

/** What a run may print at most. */
export const outputMaxBytes = 64 * 1024;

const namePattern = /^[a-z][a-zA-Z0-9_]{0,39}$/;
const programPattern = /^(?:\/[A-Za-z0-9._+-]+)+$/;
/** Programs that take another program, or one in a language, from their arguments. Versions are left off. */
const interpreters = new Set(
  'sh ash bash csh dash fish ksh rbash tcsh zsh busybox toybox env xargs sudo su doas nohup setsid script watch ssh awk gawk mawk find timeout nice stdbuf unshare chroot expect python perl ruby node nodejs lua php'.split(
    ' ',
  ),
);

/** A definition that can be signed. Refuses with INVALID_INPUT, naming the element. */
export function checkedDefinition(definition: RunbookDefinition): RunbookDefinition {
  const { description, parameters, argv, redact, requiredRole } = definition;
  if (description.length > bounds.descriptionMax)
    throw wrong('description', 'The description is too long: 500 at most.');
  if (parameters.length > bounds.parametersMax) throw wrong('parameters', 'A runbook has 20 parameters at most.');
  const checked = parameters.map(checkedParameter);
  const names = new Set(checked.map(({ name }) => name));
  if (names.size < checked.length) throw wrong('parameters', 'Two parameters have the same name.');
  assertArgv(argv, names);
  if (redact.length > bounds.redactMax) throw wrong('redact', 'A runbook has 16 patterns to redact at most.');
  for (const pattern of redact) checkedPattern('redact', pattern);
  assertWhole('timeoutS', definition.timeoutS, { min: 1, max: 3_600 });
  assertWhole('outputMaxBytes', definition.outputMaxBytes, { min: 0, max: outputMaxBytes });
  const { concurrencyMax, fourEyesAboveDevices } = definition;
  if (concurrencyMax !== null) assertWhole('concurrencyMax', concurrencyMax, { min: 1, max: 10_000 });
  if (fourEyesAboveDevices !== null)
    assertWhole('fourEyesAboveDevices', fourEyesAboveDevices, { min: 0, max: 1_000_000 });
  if (requiredRole !== 'OPERATOR' && requiredRole !== 'TENANT_ADMIN') {
    throw wrong('requiredRole', 'The requiredRole is OPERATOR or TENANT_ADMIN.');
  }
  return { ...definition, parameters: checked };
}

/** The parameter an element of `argv` stands for; null when it stands for itself. */
export function parameterIn(element: string): string | null {
  return /^\$\{([^{}]*)\}$/.exec(element)?.[1] ?? null;
}

function assertArgv(argv: readonly string[], names: ReadonlySet<string>): void {
  const [program] = argv;
  if (program === undefined || argv.length > bounds.argvMax) throw wrong('argv', 'argv has 1 to 64 elements.');
  if (!programPattern.test(program) || program.includes('/../')) {
    throw wrong('argv', 'The first element of argv is the absolute path of a program, and no parameter.');
  }
  const base = program.slice(program.lastIndexOf('/') + 1);
  if (interpreters.has(base.replace(/[\d.-]+$/, ''))) {
    throw wrong('argv', `${base} runs what its arguments say, as a shell does. Name the program itself.`);
  }
  for (const element of argv) {
    if (element.length > bounds.elementMax || element.includes('\0')) {
      throw wrong('argv', 'An element of argv is too long, or has a character that no argument has.');
    }
    const name = parameterIn(element);
    if (name === null && element.includes('${')) {
      throw wrong('argv', `A parameter is one whole element of argv: "${element.slice(0, 40)}" mixes it with text.`);
    }
    if (name !== null && !names.has(name)) throw wrong('argv', `argv uses \${${name}}, which is no parameter.`);
  }
  const used = new Set(argv.map(parameterIn));
  const idle = [...names].find((name) => !used.has(name));
  if (idle !== undefined) throw wrong('parameters', `The parameter ${idle} is not used in argv.`);
}

function checkedParameter(parameter: RunbookParameter): RunbookParameter {
  const { name } = parameter;
  if (!namePattern.test(name)) {
    throw wrong('parameters', `"${name.slice(0, 40)}" cannot name a parameter: 1 to 40 of a-z, A-Z, 0-9 and _.`);
  }
  switch (parameter.type) {
    case 'STRING': {
      assertWhole(`${name}.lengthMax`, parameter.lengthMax, { min: 1, max: bounds.lengthMax });
      return { name, type: 'STRING', pattern: checkedPattern(name, parameter.pattern), lengthMax: parameter.lengthMax };
    }
    case 'ENUM': {
      const { values } = parameter;
      const isSound = values.length > 0 && values.length <= bounds.valuesMax && values.every(isArgument);
      if (isSound) return { name, type: 'ENUM', values: [...values] };
      throw wrong(name, `The values of ${name} are 1 to 64 texts of at most 256 characters.`);
    }
    case 'INT': {
      const { min, max } = parameter;
      if (Number.isSafeInteger(min) && Number.isSafeInteger(max) && min <= max) return { name, type: 'INT', min, max };
      throw wrong(name, `The range of ${name} is from one whole number to another that is not less.`);
    }
    case 'BOOLEAN':
      return { name, type: 'BOOLEAN' };
  }
}

function isArgument(value: string): boolean {
  return value.length <= bounds.lengthMax && !value.includes('\0');
}

function assertWhole(element: string, value: number, { min, max }: { min: number; max: number }): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw wrong(element, `${element} is a whole number from ${min} to ${max}; ${value} is not.`);
}

function wrong(element: string, message: string): Refusal {
  return new Refusal('INVALID_INPUT', message, { element });
}
