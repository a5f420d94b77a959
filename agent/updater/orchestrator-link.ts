/**
 * The control plane as the updater speaks to it: what is to run, may it start, and how it ended. Whatever goes wrong on the
 * way, or is not to be now, means to ask again; only an answer decides.
 */
import { reasonOf } from '../failure.ts';
import { CallRefused, NoResult } from '../transport.ts';
import type { LeaseNamed, Outcome, OutcomeDetail, Permit } from './permit.ts';
import { Unanswered } from './refusal.ts';
import type { ArtifactSignature, IntentSource, Offer } from './sources/offer.ts';
import type { RefusalToTell } from './update-book.ts';

/** What is asked, by the names of the documents. */
export type UpdateOperation = 'updateIntent' | 'beginUpdate' | 'reportUpdate' | 'refuseUpdate';

/** The answer to `updateIntent`. */
export type ToldIntent = {
  readonly intent: string;
  readonly intentSignature: string;
  readonly lease: string | null;
  readonly leaseSignature: string | null;
} & ToldKeys;

/** The keys the control plane says it signs with; base64 of the SubjectPublicKeyInfo. */
export type ToldKeys = { readonly intentPublicKey: string; readonly leasePublicKey: string };

/** The link's ends: one call to the pinned control plane, and who hears which keys it named. */
export type LinkTools = {
  readonly call: <Result>(operation: UpdateOperation, variables: unknown) => Promise<Result>;
  readonly told: (keys: ToldKeys) => void;
  /** Who vouches for an artifact, by its name and version, where this device wants to know that from whoever signed it. */
  readonly signaturesOf: (path: string) => Promise<readonly ArtifactSignature[]>;
};

type PermitAnswer = { readonly permitted: boolean; readonly verdict: string };

const finalCodes: readonly string[] = ['INVALID_INPUT', 'NOT_FOUND'];

/** One device's link. */
export class OrchestratorLink implements Permit, IntentSource {
  readonly name = 'control plane';
  readonly #tools: LinkTools;

  constructor(tools: LinkTools) {
    this.#tools = tools;
  }

  /** See IntentSource. */
  async offer(): Promise<Offer | null> {
    const told = await this.#asked<ToldIntent | null>('updateIntent', {}, null);
    if (!told) return null;
    this.#tools.told(told);
    const { intent, intentSignature, lease, leaseSignature } = told;
    return {
      intent,
      intentSignatures: [{ signature: intentSignature }],
      artifactSignatures: await this.#tools.signaturesOf(pathIn(intent)),
      lease,
      leaseSignatures: leaseSignature === null ? [] : [{ signature: leaseSignature }],
    };
  }

  /** See Permit. */
  async begin({ leaseId, fence, intentDigest }: LeaseNamed): Promise<boolean> {
    const input = { leaseId, fence, intentDigest };
    const { permitted, verdict } = await this.#asked<PermitAnswer>('beginUpdate', { input });
    // The rollout pauses, or there is no room: the lease still stands.
    if (verdict === 'NOT_NOW') throw new Unanswered('The control plane says: not now.');
    return permitted;
  }

  /** See Permit. */
  async report(lease: LeaseNamed, outcome: Outcome, { reason, message, steps }: OutcomeDetail): Promise<void> {
    const { leaseId, fence } = lease;
    const code = reason ?? (outcome === 'SUCCEEDED' ? null : outcome === 'ABORTED' ? 'INCAPABLE' : 'HEALTH_CHECK');
    const input = { leaseId, fence, outcome, code, detail: message, steps };
    if (await this.#asked<boolean>('reportUpdate', { input })) return;
    // Only what was begun can be reported. An end before the begin is begun for that: nobody would learn of it otherwise,
    // and the same would be tried for ever. Where the lease is over, nobody wants to know any more.
    if (outcome !== 'ABORTED') return;
    if (await this.begin(lease)) await this.#asked<boolean>('reportUpdate', { input });
  }

  /** See Permit. Whoever cannot understand it, or does not offer that any more, is told nothing again. */
  async refuse({ generation, intentDigest, code, words }: RefusalToTell): Promise<void> {
    try {
      await this.#tools.call<boolean>('refuseUpdate', { generation, intentDigest, code, detail: words });
    } catch (fault) {
      const isFinal = fault instanceof CallRefused && finalCodes.includes(fault.code);
      if (!isFinal) throw new Unanswered(`The control plane: ${reasonOf(fault)}`);
    }
  }

  async #asked<Result>(operation: UpdateOperation, variables: unknown, without?: Result): Promise<Result> {
    try {
      return await this.#tools.call<Result>(operation, variables);
    } catch (fault) {
      if (fault instanceof NoResult && without !== undefined) return without;
      throw new Unanswered(`The control plane: ${reasonOf(fault)}`);
    }
  }
}

/** What an intent names, before anybody judged it; nothing where it names nothing. */
function pathIn(intent: string): string {
  try {
    const { artifact } = JSON.parse(intent) as { readonly artifact?: { readonly name?: unknown; version?: unknown } };
    return `${String(artifact?.name)}/${String(artifact?.version)}`;
  } catch {
    return '';
  }
}
