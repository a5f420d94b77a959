/**
 * Style as a test: it reads the repository and fails on what no tool checks. Every rule here has its reason in
 * docs/style.md; a rule that has to be broken is a rule to change there first.
 */
import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const linesMax = 400;
const functionLinesMax = 70;
const roles = ['events', 'row', 'projection', 'queries', 'graphql', 'resolver'];

const texts = new Map<string, string>();

// What is committed or about to be: generated and installed files are nobody's style.
const listed = execFileSync(
  'git',
  ['-c', 'safe.directory=*', 'ls-files', '--cached', '--others', '--exclude-standard'],
  { cwd: root },
);
const files = [...new Set(listed.toString().split('\n'))].filter((path) => path !== '' && !isGenerated(path));
const sources = files.filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts'));

function isGenerated(path: string): boolean {
  if (/^web\/gql\/|\/generated\/|^schema\/.*\.graphql$/.test(path)) return true;
  try {
    return /^(\/\*.*|\/\/ *)(eslint-disable|generated)/i.test(read(path).slice(0, 200));
  } catch {
    return true;
  }
}

function read(path: string): string {
  const known = texts.get(path);
  if (known !== undefined) return known;
  const text = readFileSync(join(root, path), 'utf8');
  texts.set(path, text);
  return text;
}

const isTest = (path: string): boolean => /\.(test|spec)\.tsx?$/.test(path);

/** An aggregate is a folder of a subgraph that has events of its own. */
const aggregates = files
  .filter((path) => /^subgraphs\/[^/]+\/[^/]+\/events\.ts$/.test(path))
  .map(dirname)
  .filter((folder) => !folder.startsWith('subgraphs/kernel/'));

/** Event types as written in an `events.ts`. */
function eventTypesOf(path: string): string[] {
  return [...read(path).matchAll(/Event<\s*'(\w+)'/g)].map(([, type = '']) => type);
}

describe('the tree', () => {
  test('is read: there are sources, aggregates and documents', () => {
    expect(
      Math.min(sources.length, aggregates.length, files.filter((path) => path.endsWith('.md')).length),
    ).toBeGreaterThan(0);
  });

  test('has no index, utils, common or helpers file: a path predicts its content', () => {
    const bad = /(^|\/)(index|utils?|common|helpers?|misc|shared)\.tsx?$|(^|\/)(utils?|common|helpers|misc)\//;
    expect(sources.filter((path) => bad.test(path))).toEqual([]);
  });

  test('keeps an aggregate to its seven role names and their tests', () => {
    const strangers = aggregates.flatMap((folder) => {
      const allowed = new Set([...roles, basename(folder)]);
      const inside = files.filter((path) => dirname(path) === folder && path.endsWith('.ts'));
      return inside.filter((path) => !allowed.has(basename(path).replace(/(\.[a-z-]+)?(\.int)?\.test\.ts$|\.ts$/, '')));
    });
    expect(strangers).toEqual([]);
  });

  test('numbers migrations from 0001 without gaps', () => {
    const folders = new Set(
      files.filter((path) => path.endsWith('.sql') && path.includes('/migrations/')).map(dirname),
    );
    for (const folder of folders) {
      const numbers = files.filter((path) => dirname(path) === folder).map((path) => basename(path).slice(0, 5));
      const expected = numbers.map((_, index) => `${String(index + 1).padStart(4, '0')}_`);
      expect(
        numbers.toSorted((a, b) => a.localeCompare(b)),
        folder,
      ).toEqual(expected);
    }
  });

  test('documents every variable a config.ts or the compose file reads', () => {
    const readers = files.filter((path) => /(^|\/)config\.ts$|^docker-compose\.yml$/.test(path));
    const names = readers.flatMap((path) => read(path).match(/\b(FLOTILLA_[A-Z]\w+[A-Z]|CHROMIUM_PATH)\b/g) ?? []);
    const documented = read('docs/operating.md');
    expect([...new Set(names)].filter((name) => !documented.includes(`\`${name}\``))).toEqual([]);
  });

  test('links every document from another one', () => {
    const documents = files.filter((path) => path.endsWith('.md') && path !== 'README.md');
    const linked = new Set(
      files
        .filter((path) => path.endsWith('.md'))
        .flatMap((path) =>
          [...read(path).matchAll(/\]\(([^)#\s]+)/g)].map(([, target = '']) =>
            relative(root, resolve(root, dirname(path), target)),
          ),
        ),
    );
    // A link to a folder shows the folder's README.
    const isLinked = (path: string): boolean =>
      linked.has(path) || (basename(path) === 'README.md' && linked.has(dirname(path)));
    expect(documents.filter((path) => !isLinked(path))).toEqual([]);
  });
});

describe('events', () => {
  test.for(aggregates)('of %s are each folded by evolve', (folder) => {
    const noun = read(join(folder, `${basename(folder)}.ts`));
    expect(eventTypesOf(join(folder, 'events.ts')).filter((type) => !noun.includes(`'${type}'`))).toEqual([]);
  });

  test.for([...new Set(aggregates.map(dirname))])('of %s are each named in its README', (subgraph) => {
    const readme = globSync(join(root, subgraph, 'README.md')).length > 0 ? read(join(subgraph, 'README.md')) : '';
    const types = aggregates
      .filter((folder) => dirname(folder) === subgraph)
      .flatMap((folder) => eventTypesOf(join(folder, 'events.ts')));
    expect(types.filter((type) => !readme.includes(type))).toEqual([]);
  });
});

describe('a source file', () => {
  test(`has at most ${linesMax} lines`, () => {
    expect(sources.filter((path) => read(path).split('\n').length > linesMax + 1)).toEqual([]);
  });

  test(`has functions of at most ${functionLinesMax} lines`, () => {
    const long = sources.filter((path) => !isTest(path)).flatMap((path) => longFunctionsOf(path));
    expect(long).toEqual([]);
  });

  test('reads the environment only if it is a config.ts', () => {
    const readers = sources.filter((path) => /\bprocess\.env\b/.test(read(path)));
    const allowed = (path: string): boolean => /(^|\/)(config|[a-z-]+\.config)\.ts$/.test(path) || isTest(path);
    expect(readers.filter((path) => !allowed(path) && path !== 'subgraphs/tidy.test.ts')).toEqual([]);
  });

  test('says why it exists before anything else, if it holds an idea', () => {
    const mute = sources.filter((path) => {
      const isIdea =
        /^(subgraphs|gateway|clickhouse|agent|schema)\//.test(path) &&
        !isTest(path) &&
        !/\/(row|events)\.ts$/.test(path);
      return isIdea && !/^(#!.*\n)?\/\*\*/.test(read(path));
    });
    expect(mute).toEqual([]);
  });

  test('has no unfinished business: no to-do, no disabled test', () => {
    const marks = /\b(TODO|FIXME|XXX|HACK)\b|\b(test|describe|it)\.(only|skip)\(/;
    expect(sources.filter((path) => path !== 'subgraphs/tidy.test.ts' && marks.test(read(path)))).toEqual([]);
  });

  test('takes neither the clock nor chance in the domain: both come in the command', () => {
    const domain = aggregates.map((folder) => join(folder, `${basename(folder)}.ts`));
    const impure = /new Date\(\)|Date\.now\(|Math\.random\(|performance\.now\(|randomUUID\(/;
    expect(domain.filter((path) => impure.test(read(path)))).toEqual([]);
  });

  test('has a block comment on every exported symbol', () => {
    const packages = /^(subgraphs|gateway|clickhouse|agent|schema)\//;
    const bare = sources
      .filter((path) => packages.test(path) && !isTest(path))
      .flatMap((path) => undocumentedExportsOf(path).map((line) => `${path}:${String(line)}`));
    expect(bare).toEqual([]);
  });
});

describe('the schema', () => {
  test.for(files.filter((path) => path.endsWith('/graphql.ts')))(
    'of %s describes every type, field and value',
    (path) => {
      expect(undescribedDecoratorsOf(path)).toEqual([]);
    },
  );
});

/** Functions written with `function`, or as methods, longer than they may be: from their head to the brace that closes at its indentation. */
function longFunctionsOf(path: string): string[] {
  const lines = read(path).split('\n');
  return lines.flatMap((line, start) => {
    const head =
      /^(\s*)(?:export )?(?:default )?(?:async )?(?:function\b|(?:static |private |#)?(?:async )?[\w#]+\([^)]*\)[^;=]*\{$)/.exec(
        line,
      );
    if (!head || /^\s*(if|for|while|switch|catch|return|test|describe)\b/.test(line)) return [];
    const length = lines.slice(start + 1).findIndex((later) => later.startsWith(`${head[1]}}`)) + 2;
    return length > functionLinesMax ? [`${path}:${start + 1} (${length} lines)`] : [];
  });
}

/** Line numbers of exports whose previous line is neither the end of a block comment nor a decorator below one. */
function undocumentedExportsOf(path: string): number[] {
  const lines = read(path).split('\n');
  return lines.flatMap((line, index) => {
    if (!/^export (abstract class|class|function|async function|const|type \w+ ?[=<]|interface)/.test(line)) return [];
    let above = index - 1;
    while (
      above >= 0 &&
      !/\*\/\s*$/.test(lines[above] ?? '') &&
      /^[@\s)}\]]/.test(lines[above] || ' ') &&
      lines[above] !== ''
    )
      above -= 1;
    // In graphql.ts the description of the decorator is the docstring.
    const isDescribed = path.endsWith('/graphql.ts') && /^@|^registerEnumType/.test(lines[above + 1] ?? '');
    return /\*\/\s*$/.test(lines[above] ?? '') || isDescribed || isOverload(lines, index) ? [] : [index + 1];
  });
}

/** A second signature or a type that shares the name of the constant above it shares its comment. */
function isOverload(lines: readonly string[], index: number): boolean {
  const name = /(?:function|const|type|class|interface) (\w+)/.exec(lines[index] ?? '')?.[1];
  return lines
    .slice(Math.max(0, index - 12), index)
    .some((line) => new RegExp(`^export \\w+ (?:\\w+ )?${name}\\b`).test(line));
}

/** Decorators of a `graphql.ts` that make a type, field or enum without a description. */
function undescribedDecoratorsOf(path: string): string[] {
  const text = read(path);
  return [...text.matchAll(/@(ObjectType|InputType|InterfaceType|Field)\(|\b(registerEnumType)\(/g)].flatMap(
    (match) => {
      const end = closingParenthesis(text, match.index + match[0].length);
      const isDescribed = /description|\bdescribe/.test(text.slice(match.index, end));
      return isDescribed ? [] : [`line ${text.slice(0, match.index).split('\n').length}: ${match[0]}`];
    },
  );
}

function closingParenthesis(text: string, from: number): number {
  let depth = 1;
  for (let index = from; index < text.length; index += 1) {
    if (text[index] === '(') depth += 1;
    if (text[index] === ')') depth -= 1;
    if (depth === 0) return index;
  }
  return text.length;
}
