import { describe, expect, test } from 'vitest';
import { wordsOf } from './log-file.ts';

describe('a log line in words', () => {
  test('is the message of a JSON line, with its error', () => {
    expect(wordsOf('{"level":"fatal","msg":"cannot listen","err":{"message":"port 1"}}')).toBe('cannot listen: port 1');
  });

  test('is the line itself when it is no JSON', () => {
    expect(wordsOf('FATAL:  could not create lock file')).toBe('FATAL:  could not create lock file');
  });
});
