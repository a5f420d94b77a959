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
    query: optional(body, 'query', text) || null,
    operationName: optional(body, 'operationName', text),
    variables: optional(body, 'variables', map),
    extensions: optional(body, 'extensions', map),
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
export function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new Refusal('INVALID_INPUT', 'The request body is not JSON.');
  }
}

function jsonIn(search: URLSearchParams, name: string): unknown {
  const value = search.get(name);
  if (value === null || value === '') return null;
  try {
    return JSON.parse(value);
  } catch {
    throw new Refusal('INVALID_INPUT', `The parameter ${name} is not JSON.`);
  }
}

/** What a parameter may be: how it is recognised, and how it is called. */
type Shape<T> = { readonly is: (value: unknown) => value is T; readonly what: string };

const text: Shape<string> = { is: (value) => typeof value === 'string', what: 'a string' };
const map: Shape<Record<string, unknown>> = { is: isMap, what: 'an object' };

function optional<T>(body: Record<string, unknown>, name: string, shape: Shape<T>): T | null {
  const value = body[name];
  if (value === undefined || value === null) return null;
  if (shape.is(value)) return value;
  throw new Refusal('INVALID_INPUT', `The parameter ${name} must be ${shape.what}.`, { parameter: name });
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
