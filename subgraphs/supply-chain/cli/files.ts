/** What commands read from files: bytes to name, keys to sign with, evidence to attach. */
import { createHash, createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { isDigest } from '../verification/digest.ts';
import { looseObject } from '../verification/json.ts';
import type { Evidence } from '../verification/judge.ts';
import type { ReadKey } from '../verification/key-words.ts';
import { simpleSigningPayload } from '../verification/simple-signing.ts';
import { digestOfBytes, type Subject } from '../verification/subject.ts';
import { digestOf, readPublicKey } from '../verification/trusted-key.ts';
import type { Invocation } from './arguments.ts';
import { CliFailure, exitCodes } from './failure.ts';

/** A file as a subject: its digest, its length, and how to read it again. */
export async function subjectIn(file: string): Promise<Subject> {
  const { size } = await stat(file).catch(() => {
    throw new CliFailure(`There is no file ${file}.`, exitCodes.usage);
  });
  const hash = createHash('sha256');
  for await (const piece of createReadStream(file)) hash.update(piece as Buffer);
  return { digest: `sha256:${hash.digest('hex')}`, size, bytes: () => createReadStream(file) };
}

/** The digest that a target is, or that the file it names has. */
export async function digestIn(target: string): Promise<string> {
  return isDigest(target) ? target : (await subjectIn(target)).digest;
}

/** Something said about an artifact, read from a file. Where nobody says what it is, its content must. */
export async function evidenceIn({ file, mediaType }: Invocation['evidence'][number]): Promise<Evidence> {
  const content = await readFile(file).catch(() => {
    throw new CliFailure(`There is no file ${file}.`, exitCodes.usage);
  });
  const known = mediaType ?? guessed(content);
  if (known === null) {
    const words = `What ${file} is cannot be told from its content. Say it: --evidence <media type>=${file}.`;
    throw new CliFailure(words, exitCodes.usage);
  }
  return { evidenceId: file, mediaType: known, digest: digestOfBytes(content), content };
}

function guessed(content: Uint8Array): string | null {
  const document = looseObject(content);
  if (!document) {
    const isSignature = content.length < 1_000 && /^[A-Za-z0-9+/]+=*\s*$/.test(Buffer.from(content).toString());
    return isSignature ? 'application/vnd.flotilla.blob-signature.v1' : null;
  }
  if (document['bomFormat'] === 'CycloneDX') return 'application/vnd.cyclonedx+json';
  if (typeof document['mediaType'] === 'string') return document['mediaType'];
  if (document['payloadType'] !== undefined) return 'application/vnd.dsse.envelope.v1+json';
  return document['payload'] === undefined ? null : 'application/vnd.dev.cosign.simplesigning.v1+json';
}

/** Signs a digest with the private key in a file, as `cosign sign` does. */
export async function signatureBy(file: string, digest: string, name: string): Promise<Evidence> {
  const key = await privateKeyIn(file);
  const read = publicHalfOf(key, file);
  const payload = simpleSigningPayload(digest, name);
  const signature = sign(digestOf(read.algorithm), payload, key);
  const document = {
    payload: payload.toString('base64'),
    signature: signature.toString('base64'),
    keyid: read.keyId,
  };
  const content = Buffer.from(`${JSON.stringify(document)}\n`);
  const mediaType = 'application/vnd.dev.cosign.simplesigning.v1+json';
  return { evidenceId: file, mediaType, digest: digestOfBytes(content), content };
}

/** The signature of a text's UTF-8 bytes, and the key's id, by the private key in a file. */
export async function signatureOfText(
  file: string,
  text: string,
): Promise<{ readonly keyId: string; readonly signature: string }> {
  const key = await privateKeyIn(file);
  const { keyId, algorithm } = publicHalfOf(key, file);
  return { keyId, signature: sign(digestOf(algorithm), Buffer.from(text), key).toString('base64') };
}

function publicHalfOf(key: KeyObject, file: string): ReadKey {
  const read = readPublicKey(createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString());
  if (read) return read;
  throw new CliFailure(`${file} holds no key of ECDSA P-256 or Ed25519.`, exitCodes.usage);
}

async function privateKeyIn(file: string): Promise<KeyObject> {
  try {
    return createPrivateKey(await readFile(file));
  } catch {
    // Why is not said further: the reason may quote the file.
    throw new CliFailure(`${file} holds no private key in PEM that is not encrypted.`, exitCodes.usage);
  }
}
