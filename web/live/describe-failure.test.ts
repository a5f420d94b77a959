import { CombinedError } from 'urql';
import { expect, it } from 'vitest';
import { describeFailure } from './describe-failure.ts';
import { nameRequest, newRequestId } from './request-ids.ts';

it('says of a request nobody answered that nobody did, and which request it was', () => {
  const error = new CombinedError({ networkError: new TypeError('Failed to fetch') });
  const requestId = newRequestId();
  nameRequest(error, requestId);
  expect(describeFailure(error)).toEqual({ code: 'UNAVAILABLE', message: 'The API does not answer.', requestId });
});

it('says what the server said, under the id the server gave', () => {
  const extensions = { code: 'LIMIT_EXCEEDED', requestId: 'theirs' };
  const error = new CombinedError({ graphQLErrors: [{ message: 'Later.', extensions }] });
  nameRequest(error, 'ours');
  expect(describeFailure(error)).toEqual({ code: 'LIMIT_EXCEEDED', message: 'Later.', requestId: 'theirs' });
});

it('names requests as the gateway accepts them', () => {
  const ids = Array.from({ length: 100 }, newRequestId);
  expect(new Set(ids).size).toBe(100);
  for (const id of ids) expect(id).toMatch(/^[\w.:-]{8,64}$/);
});
