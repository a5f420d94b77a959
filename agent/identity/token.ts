/**
 * The enrollment token: where the control plane is, which certificate authority proves that it is, and the one-use
 * secret. Its text is `flt1.` and base64url of a small JSON document.
 */
import { createHash } from 'node:crypto';
import { AgentFailure, exitCodes } from '../failure.ts';

/** What a token says. */
export type EnrollmentToken = {
  readonly agentsUrl: string;
  /** SHA-256 of the authority's certificate, lower-case hex. */
  readonly caFingerprint: string;
  readonly secret: string;
  /** The whole text, as the server wants it back. */
  readonly text: string;
  /** SHA-256 of the text, hex: to recognise the token without keeping it. */
  readonly hash: string;
};

const prefix = 'flt1.';

/** Reads a token; throws an AgentFailure (usage) that says what is wrong with it and never repeats it. */
export function parseToken(text: string): EnrollmentToken {
  const trimmed = text.trim();
  if (!trimmed.startsWith(prefix)) throw malformed(`it does not begin with "${prefix}"`);
  const content = decoded(trimmed.slice(prefix.length));
  const { u: agentsUrl, f: caFingerprint, s: secret } = content;
  if (typeof agentsUrl !== 'string' || !URL.canParse(agentsUrl) || new URL(agentsUrl).protocol !== 'https:') {
    throw malformed('it names no https address');
  }
  if (typeof caFingerprint !== 'string' || !/^[0-9a-f]{64}$/i.test(caFingerprint)) {
    throw malformed('it carries no certificate authority');
  }
  if (typeof secret !== 'string' || secret === '') throw malformed('it carries no secret');
  const hash = createHash('sha256').update(trimmed).digest('hex');
  return { agentsUrl, caFingerprint: caFingerprint.toLowerCase(), secret, text: trimmed, hash };
}

function decoded(base64url: string): Record<string, unknown> {
  try {
    const content: unknown = JSON.parse(Buffer.from(base64url, 'base64url').toString('utf8'));
    if (typeof content === 'object' && content !== null) return content as Record<string, unknown>;
  } catch {
    throw malformed('it was cut or altered on the way');
  }
  throw malformed('it was cut or altered on the way');
}

function malformed(why: string): AgentFailure {
  return new AgentFailure(`This is not an enrollment token: ${why}. Copy the whole command again.`, exitCodes.usage);
}
