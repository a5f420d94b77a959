import { describe, expect, it } from 'vitest';
import { parseFilterText } from './filter-text.ts';
import { type FilterableDevice, matchDevice } from './match-device.ts';

const kiosk: FilterableDevice = {
  id: 'd1',
  name: 'Kiosk-rtm-07',
  kind: 'EDGE',
  trust: 'TRUSTED',
  phase: 'ACTIVE',
  channel: 'prod',
  labels: [{ key: 'site', value: 'rtm' }],
  domain: { slug: 'rotterdam', path: 'retail-eu/rotterdam' },
  location: { name: 'Rotterdam 07' },
  connectivity: { mode: 'DELAYED' },
  reported: { agentVersion: '0.1.0' },
};

function verdict(text: string) {
  return matchDevice(kiosk, parseFilterText(text));
}

describe('matchDevice', () => {
  it.each(['', 'conn:LIVE,DELAYED', 'name:kiosk', 'label:site=rtm', 'label:site', 'domain:retail-eu', '-trust:REVOKED'])(
    'keeps a device that matches %j',
    (text) => {
      expect(verdict(text)).toBe('belongs');
    },
  );

  it.each(['conn:LIVE', '-conn:DELAYED', 'label:site=ams', 'domain:mining', 'name:till', 'conn:DELAYED trust:PENDING'])(
    'drops a device that does not match %j',
    (text) => {
      expect(verdict(text)).toBe('does not belong');
    },
  );

  it('leaves what it cannot know to the API', () => {
    expect(verdict('drift:high')).toBe('unknown');
    expect(verdict('name:"open')).toBe('unknown');
    expect(verdict('drift:high conn:LIVE')).toBe('does not belong');
  });
});
