/**
 * The keys the control plane named at the first contact, kept for good: whoever gets hold of the control plane later cannot
 * make this device believe others. They are named over the pinned connection, like the key of commands, and count only
 * while the owner of the device wrote no keys. The intent names the bytes by their digest; signatures of the bytes
 * themselves are not wanted then, for the control plane has judged them.
 */
import { join } from 'node:path';
import { fileStore } from '../update-book.ts';
import { noKeys, parseTrustedKeys, readTrustedKeys, type TrustedKeys, trustedKeysFileName } from './trusted-keys.ts';

/** Base64 of SubjectPublicKeyInfo, as the control plane names them. */
type Told = { readonly intentPublicKey: string; readonly leasePublicKey: string };

/** Notes the keys a tenant's control plane named, if none of this tenant are known yet. */
export function keepToldKeys(stateDir: string, tenantId: string, told: Told): void {
  const store = fileStore(toldPath(stateDir));
  if (tenantIn(store.load()) === tenantId) return;
  const keys = [
    { keyId: 'intents of the control plane', roles: ['intent'], publicKey: told.intentPublicKey },
    { keyId: 'leases of the control plane', roles: ['lease'], publicKey: told.leasePublicKey },
  ];
  const thresholds = { intent: 1, lease: 1, artifact: 0 };
  store.save(`${JSON.stringify({ v: 1, tenantId, keys, thresholds }, null, 2)}\n`);
}

/** The keys this device believes: its owner's, else those that were named. */
export function believedKeys(
  stateDir: string,
  tenantId: string,
): { readonly keys: TrustedKeys; readonly fault: string | null } {
  const owned = readTrustedKeys(stateDir);
  if (owned.isPresent) return owned;
  const text = fileStore(toldPath(stateDir)).load();
  // A device that was enrolled anew has another tenant, whose keys are others.
  if (text !== null && tenantIn(text) === tenantId) return { keys: parseTrustedKeys(text), fault: null };
  return { keys: noKeys, fault: `There is no ${trustedKeysFileName}, and the control plane named no keys yet.` };
}

function toldPath(stateDir: string): string {
  return join(stateDir, 'updater', 'told-keys.json');
}

function tenantIn(text: string | null): string | null {
  return text === null ? null : ((JSON.parse(text) as { readonly tenantId?: string }).tenantId ?? null);
}
