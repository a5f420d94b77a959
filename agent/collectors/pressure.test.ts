import { expect, test } from 'vitest';
import { parsePressure } from './pressure.ts';

test('running totals of a pressure file are read', () => {
  const captured = `some avg10=3.34 avg60=5.61 avg300=2.31 total=37546612
full avg10=0.02 avg60=0.14 avg300=0.12 total=3248798
`;
  expect(parsePressure(captured)).toEqual({ someUs: 37546612, fullUs: 3248798 });
});

test('processor pressure before 5.13 has no full line', () => {
  expect(parsePressure('some avg10=0.00 avg60=0.00 avg300=0.00 total=7\n')).toEqual({ someUs: 7, fullUs: null });
});

test('another file is refused', () => {
  expect(() => parsePressure('0.91 0.35 0.16')).toThrow('"some" line');
});
