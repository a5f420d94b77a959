/** Reads `docker-compose.yml` the way Compose would: merge keys resolved, variables of the caller filled in. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** When a dependency counts as met. */
export type DependencyCondition = 'service_started' | 'service_healthy' | 'service_completed_successfully';

/** One service, with what a plain process needs of it. */
export type ComposeService = {
  readonly image: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly profiles?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { condition: DependencyCondition }>>;
  readonly healthcheck?: { readonly test?: readonly string[]; readonly disable?: boolean };
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly networks?: Readonly<Record<string, { aliases?: readonly string[] }>>;
};

/** The file. */
export type ComposeFile = { readonly services: Readonly<Record<string, ComposeService>> };

/** Fills `${NAME}`, `${NAME:-default}` and `${NAME:?complaint}` in. Throws when a required variable is missing. */
export function interpolate(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (...groups: string[]) => {
    const [, name = '', operator, operand = ''] = groups;
    const value = variables[name] ?? '';
    if (value !== '' || operator === undefined) return value;
    if (operator === '-') return operand;
    throw new Error(`${name} is not set: ${operand}`);
  });
}

/** Parses the file without filling anything in, for the schema to judge. */
export function parseComposeFile(path: string): unknown {
  return parse(readFileSync(path, 'utf8'), { merge: true });
}

/** Parses the file with the variables filled in. */
export function loadComposeFile(path: string, variables: Readonly<Record<string, string>>): ComposeFile {
  return parse(interpolate(readFileSync(path, 'utf8'), variables), { merge: true }) as ComposeFile;
}

/** The services in an order in which each comes after those it depends on. Throws when there is none. */
export function startOrder(file: ComposeFile): string[] {
  const order: string[] = [];
  const visit = (name: string, path: readonly string[]): void => {
    if (order.includes(name)) return;
    if (path.includes(name)) throw new Error(`services depend on each other: ${[...path, name].join(' → ')}`);
    const service = file.services[name];
    if (!service) throw new Error(`${path.at(-1)} depends on ${name}, which is not there`);
    for (const dependency of Object.keys(service.depends_on ?? {})) visit(dependency, [...path, name]);
    order.push(name);
  };
  for (const name of Object.keys(file.services)) visit(name, []);
  return order;
}
