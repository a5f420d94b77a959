import { expect, it } from 'vitest';
import { placeFloating } from './place-floating.ts';

const window = { width: 1000, height: 800 };
const below = { side: 'bottom', align: 'start', gap: 4, window } as const;

it('stands below its trigger, edges in line', () => {
  const trigger = { left: 100, top: 10, width: 40, height: 20 };
  expect(placeFloating(trigger, { width: 200, height: 300 }, below)).toEqual({ left: 100, top: 34 });
});

it('turns to the other side where there is more room', () => {
  const trigger = { left: 100, top: 700, width: 40, height: 20 };
  expect(placeFloating(trigger, { width: 200, height: 300 }, below).top).toBe(396);
});

it('never leaves the window', () => {
  const trigger = { left: 960, top: 10, width: 40, height: 20 };
  expect(placeFloating(trigger, { width: 200, height: 300 }, below).left).toBe(792);
  expect(placeFloating({ ...trigger, left: 0 }, { width: 200, height: 30 }, { ...below, align: 'end' }).left).toBe(8);
});

it('is centred beside its trigger', () => {
  const trigger = { left: 10, top: 100, width: 40, height: 40 };
  const place = { side: 'right', align: 'center', gap: 6, window } as const;
  expect(placeFloating(trigger, { width: 80, height: 20 }, place)).toEqual({ left: 56, top: 110 });
});
