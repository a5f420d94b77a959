/** The commands about the root of update metadata. A private key is used here and sent nowhere. */
import { readFile } from 'node:fs/promises';
import { findRoot, signRoot, type ShownRoot } from '../api.ts';
import { usage } from '../arguments.ts';
import { CliFailure, exitCodes } from '../failure.ts';
import { signatureOfText } from '../files.ts';
import { accessOf, type Session } from './session.ts';

/** `metadata root`: whose word counts, and the next root while it waits for signatures. */
export async function root(session: Session): Promise<number> {
  const found = await findRoot(accessOf(session));
  session.output.answer(found, wordsOf(found));
  return exitCodes.ok;
}

/** `metadata sign`: signs the next root and hands the signature in; of a file with its text, it only answers the signature. */
export async function signNext(session: Session): Promise<number> {
  const { target, keys } = session.invocation;
  const [key, ...others] = keys;
  if (key === undefined || others.length > 0) throw usage('sign needs one --key.');
  if (target !== '') {
    const text = await readFile(target, 'utf8').catch(() => {
      throw new CliFailure(`There is no file ${target}.`, exitCodes.usage);
    });
    const made = await signatureOfText(key, text.replace(/\n$/, ''));
    session.output.answer(made, made.signature);
    return exitCodes.ok;
  }
  const access = accessOf(session);
  const { proposal } = await findRoot(access);
  if (!proposal) throw new CliFailure('No root waits for signatures. Propose one first.', exitCodes.refused);
  const { version, toSign } = proposal;
  const after = await signRoot(access, { version, ...(await signatureOfText(key, toSign)) });
  session.output.answer(after, wordsOf(after));
  return exitCodes.ok;
}

function wordsOf({ version, threshold, keys, expiresAt, proposal }: ShownRoot): string {
  const named = keys.map(({ name }) => name).join(', ');
  const lines = [`root ${version} until ${expiresAt}: ${threshold} of ${named} must sign the next`];
  if (proposal) {
    const { missingOfCurrent, missingOfOwn } = proposal;
    lines.push(
      `root ${proposal.version} waits: ${missingOfCurrent} of root ${version} and ${missingOfOwn} of its own lack`,
    );
  }
  return lines.join('\n');
}
