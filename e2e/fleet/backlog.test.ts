import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Backlog } from './backlog.ts';

test('every row arrives once, or is counted lost, in whatever order rows and answers come', () => {
  const steps = fc.array(fc.constantFrom('add', 'add', 'add', 'offer', 'acknowledge'), { maxLength: 120 });
  fc.assert(
    fc.property(steps, (all) => {
      const backlog = new Backlog({
        deviceId: 'd',
        epoch: 1,
        series: ['s'],
        rowsMax: 6,
        sign: (text) => `by d: ${text}`,
      });
      let added = 0;
      let nextSeq = 1;
      let [arrived, lost] = [0, 0];
      const take = (): void => {
        const batch = backlog.next(4);
        if (!batch) return;
        expect(batch.fromSeq).toBe(nextSeq);
        const dropped = batch.dropped.reduce((sum, { count }) => sum + count, 0);
        expect((batch.samples?.timesMs.length ?? 0) + dropped).toBe(batch.toSeq - batch.fromSeq + 1);
        nextSeq = batch.toSeq + 1;
        arrived += batch.samples?.timesMs.length ?? 0;
        lost += dropped;
        backlog.acknowledge();
      };
      for (const step of all) {
        if (step === 'add') backlog.add({ timeMs: (added += 1), values: [added] });
        else if (step === 'offer') expect(backlog.next(4)).toEqual(backlog.next(4));
        else take();
        expect(backlog.length).toBeLessThanOrEqual(6);
      }
      while (backlog.length > 0) take();
      expect(arrived + lost).toBe(added);
    }),
  );
});
