import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expectReplayable, specify } from '../testing/specification.ts';
import { tenant, type CreateTenant } from './tenant.ts';

const create: CreateTenant = { type: 'CreateTenant', tenantId: 't1', name: 'Harbour Retail', slug: 'harbour' };
const created = {
  type: 'TenantCreated',
  data: { tenantId: 't1', name: 'Harbour Retail', slug: 'harbour' },
} as const;

describe('a tenant', () => {
  test('is created with a name and a slug', () => {
    specify(tenant).given().when(create).records(created);
  });

  test('is created once', () => {
    specify(tenant).given(created).when(create).refuses('CONFLICT', { slug: 'harbour' });
  });

  test('keeps no space around its name', () => {
    specify(tenant)
      .given()
      .when({ ...create, name: '  Harbour Retail ' })
      .records(created);
  });

  test.each(['', '   ', 'x'.repeat(81)])('is not called %j', (name) => {
    specify(tenant)
      .given()
      .when({ ...create, name })
      .refuses('INVALID_INPUT', { field: 'name' });
  });

  test.each(['', 'ab', 'Harbour', '1st', 'a b', 'ab-', '-ab', 'é-slug', 'a/../b', 'x'.repeat(41)])(
    'does not take the slug %j',
    (slug) => {
      specify(tenant)
        .given()
        .when({ ...create, slug })
        .refuses('INVALID_INPUT', { field: 'slug' });
    },
  );

  test('replays to the same state after any commands', () => {
    const slug = fc.oneof(fc.constantFrom('harbour', 'northwind'), fc.string());
    const command = fc.record({
      type: fc.constant('CreateTenant' as const),
      tenantId: fc.uuid(),
      name: fc.string(),
      slug,
    });
    fc.assert(
      fc.property(fc.array(command, { maxLength: 10 }), (commands) => {
        expect(expectReplayable(tenant, commands).length).toBeLessThanOrEqual(1);
      }),
    );
  });
});
