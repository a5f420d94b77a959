/**
 * The published language of operations: every fact it records, types only. Other subgraphs import this file and
 * nothing else of this package.
 */
export type * from './attention/events.ts';
export type * from './clock/events.ts';
