/** As whom this device stands in the field: with the certificate that the fleet gave it, and its authority. */
import { AgentFailure } from '../failure.ts';
import type { Journal } from '../journal.ts';

/** The authority both sides go by, and what this one shows. */
export type FieldIdentity = { readonly caPem: string; readonly keyPem: string; readonly certificatePem: string };

/** The newest that is stored. Throws an AgentFailure when the device is not enrolled. */
export function fieldIdentity(journal: Journal): FieldIdentity {
  const [key, caPem, certificatePem] = [journal.key(), journal.authority(), journal.certificate()];
  if (!key || !caPem || !certificatePem) throw new AgentFailure('This device is not enrolled.');
  return { caPem, keyPem: key.pem, certificatePem };
}
