/** Stored points on a grid: gaps stay gaps. */
import { expect, test } from 'vitest';
import { layOnGrid } from './points.ts';

const plan = { rollup: 'RAW', stepS: 10, fromS: 100, toS: 150, series: ['load1', 'own'] } as const;

test('a step without a stored point is null in every list, and a zero stays a zero', () => {
  const [load, own] = layOnGrid(plan, [
    [100, 1, 0, 2, null, null, null],
    [130, 0, 0, 0, 5, 5, 5],
  ]);
  expect(load).toEqual({
    name: 'load1',
    unit: 'processes',
    times: [100, 110, 120, 130, 140],
    avg: [1, null, null, 0, null],
    min: [0, null, null, 0, null],
    max: [2, null, null, 0, null],
  });
  expect(own).toMatchObject({ unit: '', avg: [null, null, null, 5, null] });
});

test('a point outside the grid is left out', () => {
  expect(
    layOnGrid(plan, [
      [90, 1, 1, 1],
      [150, 1, 1, 1],
      [105, 1, 1, 1],
    ])[0]?.avg,
  ).toEqual(Array(5).fill(null));
});
