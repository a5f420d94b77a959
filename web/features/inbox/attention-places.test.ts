import { describe, expect, test } from 'vitest';
import { placeOfAction, placeOfEvidence } from './attention-places.ts';

const around = { deviceId: 'd1', domainSlug: 'retail-eu' };

describe('where an item leads', () => {
  test('evidence leads to what it is about, and to nowhere rather than to the wrong place', () => {
    expect(placeOfEvidence({ kind: 'TIMELINE', ref: 'd1' }, around)).toBe('/devices/d1?tab=timeline');
    expect(placeOfEvidence({ kind: 'LOCATION', ref: 'l1' }, around)).toBe('/devices?q=location%3Al1');
    expect(placeOfEvidence({ kind: 'REPLAY_SESSION', ref: 's1' }, around)).toBe('/devices/d1?tab=replay');
    expect(placeOfEvidence({ kind: 'BATCH', ref: 'b1' }, around)).toBe('/batches/b1');
    expect(placeOfEvidence({ kind: 'REPLAY_SESSION', ref: 's1' }, {})).toBeNull();
    expect(placeOfEvidence({ kind: 'DOMAIN', ref: 'x' }, {})).toBeNull();
  });

  test('the next step leads to the tab where it is taken', () => {
    expect(placeOfAction({ kind: 'REVIEW_QUARANTINE', target: 'd1' }, around)?.href).toBe('/devices/d1?tab=quarantine');
    expect(placeOfAction({ kind: 'REVIEW_PENDING', target: 'x' }, { domainSlug: 'retail-eu' })?.href).toBe(
      '/d/retail-eu/devices?q=trust%3APENDING',
    );
    const commands = { kind: 'OPEN_COMMANDS', target: 'x' };
    expect(placeOfAction(commands, { ...around, batchId: 'b1' })?.href).toBe('/batches/b1');
    expect(placeOfAction(commands, around)?.href).toBe('/batches');
    expect(placeOfAction({ kind: 'OPEN_DOMAIN', target: 'x' }, around)?.href).toBe('/d/retail-eu');
    expect(placeOfAction({ kind: 'RESOLVE_AUTHORITY_CONFLICT', target: 'd1' }, around)?.href).toBe('/d/retail-eu');
    expect(placeOfAction({ kind: 'SOMETHING_NEW', target: 'x' }, {})).toBeNull();
  });
});
