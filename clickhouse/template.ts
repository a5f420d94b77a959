/**
 * Migrations are written once and yield two layouts: plain MergeTree tables on a single server, and Replicated tables
 * behind Distributed ones in a cluster. Readers and writers use the same names in both.
 */

/** Where the tables go. Without `cluster` they are plain tables of one server. */
export type Layout = { readonly database: string; readonly cluster: string | undefined };

/**
 * Replaces the placeholders of a migration. Throws on one it does not know, so that a typing error never reaches a
 * server.
 *
 * - `{{table name}}` in CREATE TABLE: the table that holds rows, with ON CLUSTER where there is one
 * - `{{view name}}` in CREATE MATERIALIZED VIEW
 * - `{{local name}}`: the table that holds rows, where it is read or written by a view
 * - `{{engine Kind}}`: Kind, or its Replicated form
 * - `{{deduplication}}`: the setting that makes a repeated insert store nothing
 * - `{{distributed name by expression}}`: in a cluster the table that spans its shards, else nothing
 */
export function render(template: string, layout: Layout): string {
  return template.replace(/\{\{(\w+) ?([^}]*)\}\}/g, (whole, kind: string, rest: string) => {
    const make = placeholders.get(kind);
    if (make === undefined) throw new Error(`Unknown placeholder ${whole}.`);
    return make(rest.trim(), layout);
  });
}

const placeholders = new Map<string, (rest: string, layout: Layout) => string>([
  ['table', (name, layout) => `${local(name, layout)}${onCluster(layout)}`],
  ['view', (name, layout) => `${layout.database}.${name}${onCluster(layout)}`],
  ['local', local],
  ['engine', (kind, { cluster }) => (cluster === undefined ? kind : replicated(kind))],
  ['deduplication', (_, { cluster }) => (cluster === undefined ? plainWindow : replicatedWindow)],
  ['distributed', distributed],
]);

const plainWindow = 'non_replicated_deduplication_window = 10000';
const replicatedWindow = 'replicated_deduplication_window = 10000, replicated_deduplication_window_seconds = 604800';

function local(name: string, { database, cluster }: Layout): string {
  return `${database}.${name}${cluster === undefined ? '' : '_local'}`;
}

function onCluster({ cluster }: Layout): string {
  return cluster === undefined ? '' : ` ON CLUSTER ${cluster}`;
}

function replicated(kind: string): string {
  return `Replicated${kind}('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')`;
}

function distributed(rest: string, layout: Layout): string {
  const [, name, expression] = /^(\S+) by (.+)$/.exec(rest) ?? [];
  if (name === undefined) throw new Error(`{{distributed ${rest}}} must read "name by expression".`);
  const { database, cluster } = layout;
  if (cluster === undefined) return '';
  return [
    `CREATE TABLE IF NOT EXISTS ${database}.${name}${onCluster(layout)} AS ${local(name, layout)}`,
    `ENGINE = Distributed(${cluster}, ${database}, ${name}_local, ${expression})`,
  ].join('\n');
}
