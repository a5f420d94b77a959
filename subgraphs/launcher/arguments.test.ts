import { describe, expect, test } from 'vitest';
import { parseArguments } from './arguments.ts';

describe('the command line', () => {
  test('means start when it says nothing', () => {
    expect(parseArguments([])).toEqual({ mode: 'start', fresh: false, json: false, fleetSize: 0 });
  });

  test('takes the size of the fleet with a space or an equals sign', () => {
    expect(parseArguments(['--fresh', '--fleet', '200'])).toMatchObject({ fresh: true, fleetSize: 200 });
    expect(parseArguments(['--fleet=200']).fleetSize).toBe(200);
  });

  test.for([
    [['--bogus'], /unknown option --bogus/],
    [['status'], /unknown option status/],
    [['--fleet'], /needs a number/],
    [['--fleet', '-3'], /needs a number/],
    [['--fleet', '0'], /needs a number/],
    [['--json'], /goes with --status/],
  ] as const)('refuses %j', ([words, complaint]) => {
    expect(() => parseArguments(words)).toThrow(complaint);
  });
});
