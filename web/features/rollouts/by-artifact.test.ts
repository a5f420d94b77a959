import { expect, it } from 'vitest';
import { byArtifact } from './by-artifact.ts';

const rollout = (id: string, name: string, state: 'DRAFT' | 'RUNNING' | 'PAUSED' | 'FINISHED') => ({
  id,
  state,
  artifact: { name },
});

it('shows everything that goes on, and of every other artifact its newest', () => {
  const listed = [
    rollout('1', 'till', 'DRAFT'),
    rollout('2', 'camera', 'FINISHED'),
    rollout('3', 'till', 'PAUSED'),
    rollout('4', 'till', 'RUNNING'),
    rollout('5', 'till', 'FINISHED'),
    rollout('6', 'camera', 'FINISHED'),
  ];
  expect(byArtifact(listed).map(({ id }) => id)).toEqual(['3', '4', '2']);
});
