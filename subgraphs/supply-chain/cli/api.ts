/** The control plane as the command line knows it: GraphQL, and bytes beside it. */
import { CliFailure, exitCodes } from './failure.ts';

/** Where to call, and as whom. */
export type Access = { readonly apiUrl: string; readonly token: string };

/** What the command line reads of an artifact. */
export type ShownArtifact = {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly digest: string;
  readonly size: number;
  readonly state: string;
  readonly channel: string | null;
  readonly reason: string | null;
  readonly faults: readonly { readonly reason: string; readonly words: string }[];
  readonly signers: readonly { readonly keyId: string; readonly role: string }[];
};

const fields = 'id name version digest size state channel reason faults { reason words } signers { keyId role }';

/** Asks for a query or mutation. Throws a CliFailure with the words of the first error. */
async function ask<Data>(access: Access, query: string, variables: object): Promise<Data> {
  const body = JSON.stringify({ query, variables });
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${access.token}` };
  let response: Response;
  try {
    response = await fetch(`${access.apiUrl}/graphql`, { method: 'POST', headers, body });
  } catch {
    throw new CliFailure(`${access.apiUrl} does not answer. Is --api right?`, exitCodes.unavailable);
  }
  const reply = (await response.json().catch(() => null)) as { data?: Data; errors?: readonly ShownError[] } | null;
  const [error] = reply?.errors ?? [];
  if (error) throw failureOf(error);
  if (!reply?.data) throw new CliFailure(`${access.apiUrl} answers ${response.status} and no GraphQL.`);
  return reply.data;
}

/** An error as the API shows it. */
export type ShownError = {
  readonly message: string;
  readonly extensions?: { readonly code?: string; readonly details?: Readonly<Record<string, unknown>> };
};

/** A refusal of the control plane, as the end of the command. */
export function failureOf({ message, extensions }: ShownError): CliFailure {
  const { code, details } = extensions ?? {};
  const exitCode = code === 'UNAVAILABLE' ? exitCodes.unavailable : exitCodes.refused;
  return new CliFailure(message, exitCode, { code, details });
}

/** Registers bytes. */
export async function registerArtifact(access: Access, input: object): Promise<ShownArtifact> {
  const document = `mutation CliRegister($input: RegisterArtifactInput!) { registerArtifact(input: $input) { ${fields} } }`;
  return (await ask<{ registerArtifact: ShownArtifact }>(access, document, { input })).registerArtifact;
}

/** The artifact with these bytes. Throws where the tenant has none. */
export async function findArtifact(access: Access, digest: string): Promise<ShownArtifact> {
  const document = `query CliFind($digest: String!) { artifactByDigest(digest: $digest) { ${fields} } }`;
  const { artifactByDigest: found } = await ask<{ artifactByDigest: ShownArtifact | null }>(access, document, {
    digest,
  });
  if (found) return found;
  throw new CliFailure(`No artifact of this tenant has the digest ${digest}. Push it first.`, exitCodes.refused, {
    code: 'NOT_FOUND',
  });
}

/** Judges an artifact anew. */
export async function verifyArtifact(access: Access, id: string): Promise<ShownArtifact> {
  const document = `mutation CliVerify($id: ID!) { verifyArtifact(artifactId: $id) { ${fields} } }`;
  return (await ask<{ verifyArtifact: ShownArtifact }>(access, document, { id })).verifyArtifact;
}

/** What the command line reads of the root of update metadata. */
export type ShownRoot = {
  readonly version: number;
  readonly threshold: number;
  readonly expiresAt: string;
  readonly keys: readonly { readonly keyId: string; readonly name: string; readonly isHeldHere: boolean }[];
  readonly proposal: {
    readonly version: number;
    readonly toSign: string;
    readonly missingOfCurrent: number;
    readonly missingOfOwn: number;
  } | null;
};

const rootFields = `version threshold expiresAt keys { keyId name isHeldHere hasSigned }
  proposal { version toSign missingOfCurrent missingOfOwn keys { keyId name hasSigned } }`;

/** The root of update metadata, and the next one. */
export async function findRoot(access: Access): Promise<ShownRoot> {
  return (await ask<{ metadataRoot: ShownRoot }>(access, `query CliRoot { metadataRoot { ${rootFields} } }`, {}))
    .metadataRoot;
}

/** Hands a signature of the next root in. */
export async function signRoot(access: Access, input: object): Promise<ShownRoot> {
  const document = `mutation CliSignRoot($input: SignMetadataRootInput!) { signMetadataRoot(input: $input) { ${rootFields} } }`;
  return (await ask<{ signMetadataRoot: ShownRoot }>(access, document, { input })).signMetadataRoot;
}

/** Promotes an artifact. */
export async function promoteArtifact(access: Access, input: object): Promise<ShownArtifact> {
  const document = `mutation CliPromote($input: PromoteArtifactInput!) { promoteArtifact(input: $input) { ${fields} } }`;
  return (await ask<{ promoteArtifact: ShownArtifact }>(access, document, { input })).promoteArtifact;
}
