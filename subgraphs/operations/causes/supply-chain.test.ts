import { describe, expect, test } from 'vitest';
import { idOf, Story } from '../testing/story.ts';

const device = idOf('device', 1);
const keyOf = (code: string): string => `supply-chain:${device}:${code}`;
const reason = (code: string, subject = 'till', isViolation = true) => ({
  code,
  isViolation,
  subject,
  detail: `${code}.`,
});

function judged(story: Story, ...reasons: readonly object[]): Story {
  const verdict = reasons.length === 0 ? 'TRUSTED' : 'VIOLATION';
  return story.tell('DeviceSupplyChainJudged', { deviceId: device, verdict, reasons });
}

const town = (): Story => new Story().domain(1).live([1], { domain: 1 });

describe('a violation of the supply chain', () => {
  test('is one item per device and sort, however often it is found, and says what was found', () => {
    const story = judged(
      town(),
      reason('SOFTWARE_WITHDRAWN'),
      reason('SOFTWARE_WITHDRAWN', 'kiosk'),
      reason('HARDWARE_CHANGED'),
    );
    judged(story, reason('SOFTWARE_WITHDRAWN'), reason('HARDWARE_CHANGED', 'hardware'));
    expect(story.queue().toSorted()).toEqual([keyOf('HARDWARE_CHANGED'), keyOf('SOFTWARE_WITHDRAWN')]);
    const item = story.active().find(({ key }) => key === keyOf('SOFTWARE_WITHDRAWN'));
    expect(item).toMatchObject({
      kind: 'SUPPLY_CHAIN_VIOLATION',
      occurrence: 1,
      title: 'The supply chain of Device 1 is broken: software withdrawn (till)',
      action: { kind: 'OPEN_SUPPLY_CHAIN', target: device },
    });
  });

  test('is resolved by itself when it is not found any more, and is the next occurrence when it comes back', () => {
    const story = judged(town(), reason('SOFTWARE_WITHDRAWN'), reason('HARDWARE_CHANGED'));
    expect(judged(story, reason('HARDWARE_CHANGED')).queue()).toEqual([keyOf('HARDWARE_CHANGED')]);
    expect(judged(story).queue()).toEqual([]);
    expect(judged(story, reason('HARDWARE_CHANGED')).active()).toMatchObject([{ occurrence: 2 }]);
  });

  test('is nothing that merely cannot be told, and nothing of a device that was put out', () => {
    expect(judged(town(), reason('NO_SBOM', 'till', false)).queue()).toEqual([]);
    const story = judged(town(), reason('HARDWARE_CHANGED'));
    story.tell('DeviceRevoked', { deviceId: device, trust: 'REVOKED', fingerprints: [], reason: 'sold' });
    expect(story.queue()).toEqual([]);
    expect(judged(story, reason('SOFTWARE_WITHDRAWN')).queue()).toEqual([]);
  });
});
