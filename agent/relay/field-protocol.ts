/**
 * What devices and relays say to each other: JSON over HTTPS in which both show the certificates the fleet gave them.
 * `POST /envelopes` stores one and is answered when it is on disk; `GET /answers/<epoch>/<seq>?waitMs=` fetches what came
 * of it, or how much was given up of the device where it is not there; `CONNECT` opens a line to the control plane, and to
 * nothing else, while there is one.
 */
import type { Envelope } from './envelope.ts';

/** What a relay may know of a call: what it does without first. */
export const relayClasses = ['SIGN', 'REPORT', 'JOURNAL', 'IDENTITY'] as const;

/** One of the classes, in the order in which they are given up when a relay is full. */
export type RelayClass = (typeof relayClasses)[number];

/** What is handed over. */
export type HandOver = { readonly class: RelayClass; readonly envelope: Envelope };

/** What became of an envelope at the control plane. */
export type RelayReceipt = {
  readonly epoch: number;
  readonly seq: number;
  readonly outcome: 'ACCEPTED' | 'DUPLICATE' | 'REFUSED';
  readonly reason: string | null;
  readonly answer: string | null;
  readonly retryAfterMs: number | null;
};

/** An envelope with its call cannot be larger, in bytes of JSON. */
export const handOverBytesMax = 786_432;

/** A relay lets a device wait for an answer this long, in milliseconds. */
export const answerWaitMaxMs = 20_000;

/** What a line is asked for to. Where that is, each relay knows by its own name and address for it. */
export const lineTarget = 'control-plane:443';
