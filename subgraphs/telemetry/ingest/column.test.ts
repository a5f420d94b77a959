import fc from 'fast-check';
import { parseValue } from 'graphql';
import { describe, expect, it } from 'vitest';
import { MeasurementColumn } from './column.ts';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });

describe('a column of measurements', () => {
  it('is any list of finite numbers and nulls, as a variable and written in the document', () => {
    fc.assert(
      fc.property(fc.array(fc.option(finite)), (column) => {
        expect(MeasurementColumn.parseValue(column)).toEqual(column);
      }),
    );
    expect(MeasurementColumn.parseLiteral(parseValue('[1, 2.5, null, -3e2]'))).toEqual([1, 2.5, null, -300]);
  });

  it('is nothing else', () => {
    for (const wrong of [1, '1', {}, true]) expect(() => MeasurementColumn.parseValue(wrong)).toThrow('must be a list');
    for (const wrong of ['1', NaN, Infinity, true, [1], {}, undefined]) {
      expect(() => MeasurementColumn.parseValue([1, wrong])).toThrow('only finite numbers');
    }
  });
});
