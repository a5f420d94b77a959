import { describe, expect, it } from 'vitest';
import { draftOf, inputOf, type ParameterDraft, whyNotRegister } from './runbook-draft.ts';

const unit: ParameterDraft = { key: 0, name: 'unit', type: 'STRING', detail: '[a-z]+', min: '', max: '32' };
const draft = {
  ...draftOf(null),
  name: 'restart-unit',
  argv: '/usr/bin/systemctl\nrestart\n${unit}',
  parameters: [unit],
};

describe('a runbook while it is written', () => {
  it('becomes arguments one by one, and empty limits leave it to the domain', () => {
    expect(inputOf(draft, null)).toMatchObject({
      runbookId: null,
      argv: ['/usr/bin/systemctl', 'restart', '${unit}'],
      parameters: [{ name: 'unit', type: 'STRING', pattern: '[a-z]+', lengthMax: 32 }],
      timeoutS: 60,
      concurrencyMax: null,
      fourEyesAboveDevices: null,
    });
  });

  it('keeps the choices of a choice and the range of a number', () => {
    const level: ParameterDraft = { ...unit, name: 'level', type: 'ENUM', detail: 'info, debug,' };
    const count: ParameterDraft = { ...unit, name: 'count', type: 'INT', min: '1', max: '9' };
    expect(inputOf({ ...draft, parameters: [level, count] }, null).parameters).toEqual([
      { name: 'level', type: 'ENUM', values: ['info', 'debug'] },
      { name: 'count', type: 'INT', min: 1, max: 9 },
    ]);
  });

  it('says what is missing before it is sent, an unused parameter too', () => {
    expect(whyNotRegister(draft)).toBeUndefined();
    expect(whyNotRegister({ ...draft, name: ' ' })).toMatch(/name/);
    expect(whyNotRegister({ ...draft, argv: '\n' })).toMatch(/program/);
    expect(whyNotRegister({ ...draft, argv: '/usr/bin/systemctl\nrestart-${unit}' })).toMatch(/\$\{unit\}/);
    expect(whyNotRegister({ ...draft, timeoutS: '1.5' })).toMatch(/whole/);
  });
});
