/** Whose signatures the tenant believes, and how many there must be. */
import type { Metadata } from 'next';
import { SigningKeys } from '../../../../features/artifacts/signing-keys.tsx';

export const metadata: Metadata = { title: 'Signing keys' };

export default function SigningKeysPage() {
  return <SigningKeys />;
}
