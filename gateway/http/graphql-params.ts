/** The parameters of a GraphQL request, checked for shape as the GraphQL-over-HTTP specification has them. */
import { Refusal } from '@flotilla/kernel/errors';

/** A well-formed GraphQL request. */
export type GraphqlParams = {
  readonly query: string | null;
  readonly operationName: string | null;
  readonly variables: Record<string, unknown> | null;
  readonly extensions: Record<string, unknown> | null;
};

/** The parameters in a parsed JSON body. Refuses with INVALID_INPUT, naming the wrong parameter. */
export function paramsOfJson(body: unknown): GraphqlParams {
  if (Array.isArray(body))
    throw new Refusal('INVALID_INPUT', 'Batches are not served: send one operation per request.');
  if (!isMap(body)) throw new Refusal('INVALID_INPUT', 'The request body must be a JSON object.');
  return {
    query: optional(body, 'query', isText, 'a string') || null,
    operationName: optional(body, 'operationName', isText, 'a string'),
    variables: optional(body, 'variables', isMap, 'an object'),
    extensions: optional(body, 'extensions', isMap, 'an object'),
  };
}

/** The parameters in a URL's query. Refuses with INVALID_INPUT, naming the wrong parameter. */
export function paramsOfQuery(search: URLSearchParams): GraphqlParams {
  return paramsOfJson({
    query: search.get('query'),
    operationName: search.get('operationName'),
    variables: jsonIn(search, 'variables'),
    extensions: jsonIn(search, 'extensions'),
  });
}

/** Parses JSON. Refuses with INVALID_INPUT when it is not. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal('INVALID_INPUT', 'The request body is not JSON.');
  }
}

function jsonIn(search: URLSearchParams, name: string): unknown {
  const text = search.get(name);
  if (text === null || text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal('INVALID_INPUT', `The parameter ${name} is not JSON.`);
  }
}

function optional<T>(
  body: Record<string, unknown>,
  name: string,
  is: (value: unknown) => value is T,
  what: string,
): T | null {
  const value = body[name];
  if (value === undefined || value === null) return null;
  if (is(value)) return value;
  throw new Refusal('INVALID_INPUT', `The parameter ${name} must be ${what}.`, { parameter: name });
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
