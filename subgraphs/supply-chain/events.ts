/**
 * The published language of the supply chain: every fact it records, types only. Other subgraphs import this file and
 * nothing else of this package.
 */
export type * from './agent-measurement/events.ts';
export type * from './artifact/events.ts';
export type * from './device-supply-chain/events.ts';
export type * from './metadata-root/events.ts';
export type * from './signing-key/events.ts';
