/** One template, two layouts. */
import { describe, expect, test } from 'vitest';
import { readMigrations } from './migrate.ts';
import { statementsOf } from './statements.ts';
import { render } from './template.ts';

const single = { database: 'flotilla', cluster: undefined };
const cluster = { database: 'flotilla', cluster: 'fleet' };

describe('a migration', () => {
  test('has a number without gaps, and renders for a server and for a cluster', () => {
    for (const { template } of readMigrations()) {
      expect(render(template, single)).not.toMatch(/\{\{|Replicated|Distributed|_local/);
      expect(render(template, cluster)).toMatch(/ON CLUSTER fleet/);
    }
  });

  test('of a cluster writes rows to a replicated table and spans the shards by a distributed one', () => {
    const [first] = readMigrations();
    const [rows, spanning, ...more] = statementsOf(render(first?.template ?? '', cluster));
    expect(more).toEqual([]);
    expect(rows).toContain('CREATE TABLE IF NOT EXISTS flotilla.device_samples_raw_v1_local ON CLUSTER fleet');
    expect(rows).toContain(
      "ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')",
    );
    expect(rows).toContain('replicated_deduplication_window = 10000');
    expect(spanning).toContain('ENGINE = Distributed(fleet, flotilla, device_samples_raw_v1_local, cityHash64(');
  });

  test('states grain and TTL of its table and the unit of every column', () => {
    for (const { name, template } of readMigrations()) {
      expect(template, name).toMatch(/Grain: .+ TTL: /);
      const body = /\n\(\n([\s\S]*?)\n\)\nENGINE/.exec(template)?.[1] ?? '';
      for (const column of body.split('\n')) expect(column, name).toMatch(/COMMENT '.+'/);
    }
  });

  test('with an unknown placeholder never reaches a server', () => {
    expect(() => render('CREATE {{tabel x}}', single)).toThrow('Unknown placeholder');
  });
});
