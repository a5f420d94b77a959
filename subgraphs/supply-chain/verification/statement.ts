/**
 * in-toto statements: who says what about which digests. Whatever a statement says, it says it of its subjects; so the
 * subjects are compared with the artifact before anything else is read.
 */
import { hexOf } from './digest.ts';
import { asObject, asText, looseObject, objectsIn, type Loose } from './json.ts';
import { Unverifiable } from './reason.ts';
import type { Subject } from './subject.ts';

/** The payload type of an envelope that holds a statement. */
export const statementPayloadType = 'application/vnd.in-toto+json';

const statementTypes = ['https://in-toto.io/Statement/v1', 'https://in-toto.io/Statement/v0.1'];

/** A statement whose subject is the artifact. */
export type Statement = { readonly predicateType: string; readonly predicate: Loose };

/** Reads a statement. Throws `Unverifiable` where it is none, or about something else. */
export function readStatement(
  { payloadType, payload }: { readonly payloadType: string; readonly payload: Uint8Array },
  subject: Pick<Subject, 'digest'>,
): Statement {
  const statement = payloadType === statementPayloadType ? looseObject(payload) : null;
  const predicateType = asText(statement?.['predicateType']);
  if (!statement || predicateType === null || !statementTypes.includes(String(statement['_type']))) {
    throw new Unverifiable('UNKNOWN_MEDIA_TYPE', 'The signed envelope holds no in-toto statement.');
  }
  const digests = objectsIn(statement['subject']).map((each) => asObject(each['digest'])?.['sha256']);
  if (!digests.includes(hexOf(subject.digest))) {
    const words = `The statement is about other artifacts than ${subject.digest}. Attach the one of this build.`;
    throw new Unverifiable('SUBJECT_MISMATCH', words);
  }
  return { predicateType, predicate: asObject(statement['predicate']) ?? {} };
}
