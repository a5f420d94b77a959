import { describe, expect, it } from 'vitest';
import { formatAxis, formatDuration, formatValue } from './format-value.ts';

describe('formatValue', () => {
  it.each([
    [12.345, '%', '12.3 %'],
    [0, '%', '0 %'],
    [1536, 'bytes', '1.5 KiB'],
    [4_404_019, 'bytes/s', '4.2 MiB/s'],
    [0.84, 'ms', '0.84 ms'],
    [2500, 'ms', '2.5 s'],
    [3.456, '/s', '3.46 /s'],
    [1.5, '', '1.5'],
    [93_784, 's', '1d 2h'],
  ])('writes %d %s as %s', (value, unit, text) => {
    expect(formatValue(value, unit)).toBe(text);
  });

  it('says that there is no data rather than showing a zero', () => {
    expect(formatValue(null, '%')).toBe('no data');
    expect(formatValue(undefined, '%')).toBe('no data');
  });
});

describe('formatAxis', () => {
  it('stays short and keeps the unit', () => {
    expect([formatAxis(50, '%'), formatAxis(2_097_152, 'bytes/s'), formatAxis(10, 'ms')]).toEqual([
      '50%',
      '2M/s',
      '10ms',
    ]);
  });
});

describe('formatDuration', () => {
  it('shows the two largest parts', () => {
    expect([formatDuration(5), formatDuration(75), formatDuration(7260), formatDuration(180_000)]).toEqual([
      '5s',
      '1m 15s',
      '2h 1m',
      '2d 2h',
    ]);
  });
});
