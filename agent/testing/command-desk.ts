/**
 * The control plane's half of commands as a test needs it: it signs, hands over, keeps a device waiting, hears what it
 * says, and keeps account of how often. Whoever tests can also hand over what no control plane would.
 */
import { generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import type { CommandDelivery, CommandKind, DeliveredCommand, Report } from '../execution/orders.ts';

/** How a test orders a command. */
export type Order = {
  readonly payload?: Readonly<Record<string, unknown>>;
  readonly delivery?: 'AT_MOST_ONCE' | 'AT_LEAST_ONCE';
  readonly expiresInMs?: number;
  readonly authorityEpoch?: number;
  readonly idempotencyKey?: string;
  readonly deviceId?: string;
  /** Signs in the place of the desk's own key. */
  readonly signer?: KeyObject;
};

/** What a device said first of a command: that it has it, or why it will not do it. */
export type Acknowledgement = {
  readonly commandId: string;
  readonly accepted: boolean;
  readonly reason: string | null;
};

type Waiting = { readonly waitMs: number; readonly max: number; readonly have: readonly string[] };
type Known = DeliveredCommand & { readonly isRepeatable: boolean; deliveries: number };

const keys = generateKeyPairSync('ed25519');
/** What devices learn with their certificate. */
export const testCommandKey = keys.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');

/** The commands of one device. */
export class CommandDesk {
  readonly acknowledgements: Acknowledgement[] = [];
  readonly reports: (Report & { readonly commandId: string })[] = [];
  /** Answered to acknowledgements of these: the command is over, do not begin. */
  readonly unwanted = new Set<string>();
  polls = 0;
  retryAfterMs: number | null = null;
  readonly #deviceId: string;
  readonly #known = new Map<string, Known>();
  readonly #cancelled = new Set<string>();
  #wake: (() => void) | null = null;

  constructor(deviceId: string) {
    this.#deviceId = deviceId;
  }

  /** Orders something; answers the command's id. */
  issue(kind: CommandKind, order: Order = {}): string {
    const id = randomUUID();
    const delivery = order.delivery ?? 'AT_LEAST_ONCE';
    const envelope = JSON.stringify({
      authorityEpoch: order.authorityEpoch ?? 1,
      authorityId: 'global',
      commandId: id,
      delivery,
      deviceId: order.deviceId ?? this.#deviceId,
      expiresAt: new Date(Date.now() + (order.expiresInMs ?? 60_000)).toISOString(),
      idempotencyKey: order.idempotencyKey ?? id,
      kind,
      payload: order.payload ?? {},
      tenantId: 'test',
    });
    const signature = sign(null, Buffer.from(envelope), order.signer ?? keys.privateKey).toString('base64');
    this.#known.set(id, { id, envelope, signature, isRepeatable: delivery === 'AT_LEAST_ONCE', deliveries: 0 });
    this.#wake?.();
    return id;
  }

  /** Wants a command stopped. */
  cancel(id: string): void {
    this.#cancelled.add(id);
    this.#wake?.();
  }

  /** How often a command was handed over. */
  deliveriesOf(id: string): number {
    return this.#known.get(id)?.deliveries ?? 0;
  }

  /** Every report of one command. */
  reportsOf(id: string): readonly Report[] {
    return this.reports.filter(({ commandId }) => commandId === id);
  }

  /** What a device said first of a command. */
  answerTo(id: string): Acknowledgement | undefined {
    return this.acknowledgements.find(({ commandId }) => commandId === id);
  }

  /** Answers when there is something, or when the time is over. */
  async await({ waitMs, max, have }: Waiting): Promise<CommandDelivery> {
    this.polls += 1;
    const until = Date.now() + waitMs;
    for (;;) {
      const waiting = [...this.#known.values()].filter((each) => this.#isWaiting(each, have)).slice(0, max);
      const cancelled = have.filter((id) => this.#cancelled.has(id));
      if (waiting.length > 0 || cancelled.length > 0 || Date.now() >= until) {
        for (const each of waiting) each.deliveries += 1;
        const commands = waiting.map(({ id, envelope, signature }) => ({ id, envelope, signature }));
        const retryAfterMs = this.retryAfterMs ?? (cancelled.length > 0 ? 200 : null);
        return { commands, cancelled, retryAfterMs, updateHintGeneration: null };
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.min(250, until - Date.now()));
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  /** Hears that a device has a command; answers whether it shall do it. */
  acknowledge(said: Acknowledgement): boolean {
    this.acknowledgements.push(said);
    return !this.unwanted.has(said.commandId);
  }

  /** Hears how a command ended; answers whether that is news. */
  report(said: Report & { readonly commandId: string }): boolean {
    const isNews = this.reportsOf(said.commandId).length === 0;
    this.reports.push(said);
    return isNews;
  }

  #isWaiting({ id, isRepeatable, deliveries }: Known, have: readonly string[]): boolean {
    if (have.includes(id) || this.answerTo(id)) return false;
    return deliveries === 0 || isRepeatable;
  }
}
