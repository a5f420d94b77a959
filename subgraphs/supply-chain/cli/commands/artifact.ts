/** The commands about artifacts. Each answers its exit code. */
import { readFile, writeFile } from 'node:fs/promises';
import { isDigest } from '../../verification/digest.ts';
import { judge, leadingReason } from '../../verification/judge.ts';
import type { TrustedKey } from '../../verification/key-words.ts';
import { readPublicKey } from '../../verification/trusted-key.ts';
import { findArtifact, promoteArtifact, registerArtifact, verifyArtifact, type ShownArtifact } from '../api.ts';
import { usage } from '../arguments.ts';
import { CliFailure, exitCodes } from '../failure.ts';
import { digestIn, evidenceIn, signatureBy, subjectIn } from '../files.ts';
import { attachEvidence, uploadFile } from '../transfer.ts';
import { accessOf, type Session } from './session.ts';

/** `artifact push`: registers, uploads, attaches what goes along. */
export async function push(session: Session): Promise<number> {
  const { invocation, output } = session;
  const { target: file, name, version, mediaType, mirrors, retentionDays } = invocation;
  if (name === null || version === null) throw usage('push needs --name and --version.');
  const access = accessOf(session);
  const { digest, size } = await subjectIn(file);
  const input = { name, version, digest, size, mirrors, retentionDays, ...(mediaType !== null && { mediaType }) };
  await registerArtifact(access, input);
  await uploadFile(access, { file, digest, size }, (message) => output.say(message));
  for (const key of invocation.keys) await attachEvidence(access, digest, await signatureBy(key, digest, name));
  for (const each of invocation.evidence) await attachEvidence(access, digest, await evidenceIn(each));
  const artifact = await findArtifact(access, digest);
  output.answer(artifact, wordsOf(artifact));
  // Bytes without a signature are where they were sent; that nobody vouches for them yet is no failure of the push.
  const isPlain = invocation.keys.length + invocation.evidence.length === 0;
  return isPlain ? exitCodes.ok : exitCodeOf(artifact);
}

/** `artifact sign`: signs a digest and attaches the signature, or writes it to a file. */
export async function sign(session: Session): Promise<number> {
  const { target, keys, name, output: file } = session.invocation;
  const [key, ...others] = keys;
  if (key === undefined || others.length > 0) throw usage('sign needs one --key.');
  const digest = await digestIn(target);
  const evidence = await signatureBy(key, digest, name ?? digest);
  if (file !== null) {
    await writeFile(file, evidence.content);
    session.output.answer({ digest, file }, `${file} is a signature of ${digest}`);
    return exitCodes.ok;
  }
  const access = accessOf(session);
  await attachEvidence(access, digest, evidence);
  return answered(session, await findArtifact(access, digest));
}

/** `artifact attach`: attaches what was made elsewhere. */
export async function attach(session: Session): Promise<number> {
  const { target, evidence } = session.invocation;
  if (evidence.length === 0) throw usage('attach needs --evidence or --sbom.');
  const access = accessOf(session);
  const digest = await digestIn(target);
  for (const each of evidence) await attachEvidence(access, digest, await evidenceIn(each));
  return answered(session, await findArtifact(access, digest));
}

/** `artifact verify`: of a digest by the control plane, of a file by keys at hand. */
export async function verify(session: Session): Promise<number> {
  const { target, keys } = session.invocation;
  if (keys.length > 0) return verifyHere(session);
  const access = accessOf(session);
  const { id } = await findArtifact(access, isDigest(target) ? target : await digestIn(target));
  return answered(session, await verifyArtifact(access, id));
}

/** `artifact promote`: lets it be used in the next channel. */
export async function promote(session: Session): Promise<number> {
  const { target, channel } = session.invocation;
  if (channel === null) throw usage('promote needs --channel.');
  const access = accessOf(session);
  const { id } = await findArtifact(access, await digestIn(target));
  try {
    return answered(session, await promoteArtifact(access, { artifactId: id, channel }));
  } catch (thrown) {
    const details =
      thrown instanceof CliFailure ? (thrown.facts['details'] as { state?: string } | undefined) : undefined;
    if (!(thrown instanceof CliFailure) || details?.state !== 'REJECTED') throw thrown;
    throw new CliFailure(thrown.message, exitCodes.rejected, thrown.facts);
  }
}

async function verifyHere({ invocation, output }: Session): Promise<number> {
  if (isDigest(invocation.target)) throw usage('With --key the file itself is needed.');
  const subject = await subjectIn(invocation.target);
  const evidence = await Promise.all(invocation.evidence.map(evidenceIn));
  const keys = await Promise.all(invocation.keys.map(trustedKeyIn));
  const roles = new Set(keys.map(({ role }) => role));
  const thresholds = { RELEASE: 1, BUILD: roles.has('BUILD') ? 1 : 0 };
  const judgement = await judge({ subject, evidence, keys, thresholds, now: new Date().toISOString() });
  const reason = leadingReason(judgement);
  const { verdict: state, faults, signers } = judgement;
  const words = [`${subject.digest} is ${state}`, ...faults.map((fault) => `${fault.reason}: ${fault.words}`)];
  output.answer({ digest: subject.digest, size: subject.size, state, reason, faults, signers }, words.join('\n'));
  return reason === null ? exitCodes.ok : exitCodes.rejected;
}

/** A public key from a file, trusted as RELEASE, or in the role written before it: `BUILD=<file>`. */
async function trustedKeyIn(text: string): Promise<TrustedKey> {
  const [, role = 'RELEASE', file = text] = /^(RELEASE|BUILD)=(.+)$/.exec(text) ?? [];
  const pem = await readFile(file, 'utf8').catch(() => '');
  const read = readPublicKey(pem);
  if (!read) throw new CliFailure(`${file} holds no public key of ECDSA P-256 or Ed25519.`, exitCodes.usage);
  const always = { validFrom: new Date(0).toISOString(), validUntil: null, revokedAt: null };
  return { ...read, role: role as TrustedKey['role'], ...always };
}

function answered({ output }: Session, artifact: ShownArtifact): number {
  output.answer(artifact, wordsOf(artifact));
  return exitCodeOf(artifact);
}

function exitCodeOf({ state }: ShownArtifact): number {
  return state === 'VERIFIED' ? exitCodes.ok : exitCodes.rejected;
}

function wordsOf({ name, version, digest, state, channel, faults }: ShownArtifact): string {
  const place = channel === null ? '' : ` in ${channel}`;
  return [
    `${name} ${version} ${digest} is ${state}${place}`,
    ...faults.map((each) => `${each.reason}: ${each.words}`),
  ].join('\n');
}
