/**
 * The published language of rollouts: every fact it records, types only. Other subgraphs import this file and nothing
 * else of this package.
 */
export type * from './budget/events.ts';
export type * from './health/events.ts';
export type * from './bundle/events.ts';
export type * from './hook-secret/events.ts';
export type * from './intent/events.ts';
export type * from './lease/events.ts';
export type * from './rollout/events.ts';
export type * from './template/events.ts';
