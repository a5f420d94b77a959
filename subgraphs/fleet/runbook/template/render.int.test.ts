import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { renderArgv } from './render.ts';

test('what a runbook renders arrives at a real program as it was given, however hostile', () => {
  const show = 'process.stdout.write(JSON.stringify(process.argv.slice(1)))';
  const texts = [
    '; rm -rf /',
    '$(reboot)',
    '`id`',
    '&& id | sh',
    '\n/bin/sh',
    '"; id; "',
    "' or '1",
    '*',
    '{a,b}',
    '\\',
    '',
  ];
  const definition = {
    description: '',
    parameters: texts.map((_, at) => ({ name: `t${at}`, type: 'STRING', pattern: '[^]*', lengthMax: 99 }) as const),
    argv: ['/usr/bin/show', ...texts.map((_, at) => `\${t${at}}`)],
    timeoutS: 1,
    outputMaxBytes: 1,
    concurrencyMax: null,
    redact: [],
    requiredRole: 'OPERATOR',
    fourEyesAboveDevices: null,
  } as const;
  const [, ...args] = renderArgv(definition, Object.fromEntries(texts.map((text, at) => [`t${at}`, text])));
  const seen: unknown = JSON.parse(execFileSync(process.execPath, ['-e', show, '--', ...args]).toString());
  expect(seen).toEqual(texts);
});
