/** The command line: what may be said, and what was said. Pure. */
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { CliFailure, exitCodes } from './failure.ts';

/** What can be done with what, and the command that does it. */
const nouns = {
  artifact: { push: 'push', sign: 'sign', attach: 'attach', verify: 'verify', promote: 'promote' },
  metadata: { root: 'root', sign: 'sign-root' },
} as const;

/** One of the commands. */
export type CommandName =
  (typeof nouns.artifact)[keyof typeof nouns.artifact] | (typeof nouns.metadata)[keyof typeof nouns.metadata];

const options = {
  name: { type: 'string' },
  version: { type: 'string' },
  'media-type': { type: 'string' },
  mirror: { type: 'string', multiple: true },
  'retention-days': { type: 'string' },
  key: { type: 'string', multiple: true },
  evidence: { type: 'string', multiple: true },
  sbom: { type: 'string', multiple: true },
  channel: { type: 'string' },
  output: { type: 'string' },
  api: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies ParseArgsConfig['options'];

/** What each command takes besides `--api`, `--json` and `--help`. */
const taken: Readonly<Record<CommandName, readonly (keyof typeof options)[]>> = {
  push: ['name', 'version', 'media-type', 'mirror', 'retention-days', 'key', 'sbom', 'evidence'],
  sign: ['key', 'name', 'output'],
  attach: ['evidence', 'sbom'],
  verify: ['key', 'evidence', 'sbom'],
  promote: ['channel'],
  root: [],
  'sign-root': ['key'],
};

/** What was asked for. */
export type Invocation = {
  readonly command: CommandName | 'help';
  /** A file or a digest; empty where none is needed. */
  readonly target: string;
  readonly name: string | null;
  readonly version: string | null;
  readonly mediaType: string | null;
  readonly mirrors: readonly string[];
  readonly retentionDays: number | null;
  readonly keys: readonly string[];
  /** Files of evidence, each with its media type where it is said: `<media type>=<file>`. */
  readonly evidence: readonly { readonly file: string; readonly mediaType: string | null }[];
  readonly channel: string | null;
  readonly output: string | null;
  readonly api: string | null;
  readonly isJson: boolean;
};

/** Reads the arguments; throws a CliFailure (usage) that names the wrong one. */
export function parseInvocation(argv: readonly string[]): Invocation {
  const { values, positionals } = parsed(argv);
  const [noun, word, target = '', ...extra] = positionals;
  const command = commandOf(noun, word, values.help === true || argv.length === 0);
  if (command !== 'help') {
    if (extra.length > 0) throw usage(`"${extra[0]}" is one argument too many.`);
    if (target === '' && noun === 'artifact')
      throw usage(`Say which artifact: flotilla artifact ${command} <file or digest>.`);
    const stray = Object.keys(values).find((key) => !isTaken(command, key));
    if (stray !== undefined) throw usage(`--${stray} means nothing to ${command}.`);
  }
  return {
    command,
    target,
    name: values.name ?? null,
    version: values.version ?? null,
    mediaType: values['media-type'] ?? null,
    mirrors: values.mirror ?? [],
    retentionDays: daysOf(values['retention-days']),
    keys: values.key ?? [],
    evidence: [...(values.evidence ?? []).map(evidenceOf), ...(values.sbom ?? []).map(sbomOf)],
    channel: values.channel ?? null,
    output: values.output ?? null,
    api: values.api ?? null,
    isJson: values.json === true,
  };
}

/** A wrong command line. */
export function usage(message: string): CliFailure {
  return new CliFailure(`${message} See flotilla --help.`, exitCodes.usage);
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (thrown) {
    throw usage(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

function commandOf(noun: string | undefined, word: string | undefined, isHelp: boolean): Invocation['command'] {
  if (isHelp) return 'help';
  if (noun !== 'artifact' && noun !== 'metadata') {
    throw usage(`There is no "${noun}"; there is ${Object.keys(nouns).join(' and ')}.`);
  }
  const words: Readonly<Record<string, CommandName>> = nouns[noun];
  const command = word !== undefined && Object.hasOwn(words, word) ? words[word] : undefined;
  if (!command) throw usage(`There is no "${noun} ${word ?? ''}"; there is ${Object.keys(words).join(', ')}.`);
  return command;
}

function isTaken(command: CommandName, option: string): boolean {
  return ['api', 'json', 'help'].includes(option) || (taken[command] as readonly string[]).includes(option);
}

function daysOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (/^\d{1,4}$/.test(text)) return Number(text);
  throw usage(`--retention-days must be a whole number; it is "${text}".`);
}

function evidenceOf(text: string): Invocation['evidence'][number] {
  const [, mediaType = null, file = text] = /^([a-z]+\/[^=;]+(?:;version=[\d.]+)?)=(.+)$/.exec(text) ?? [];
  return { file, mediaType };
}

function sbomOf(file: string): Invocation['evidence'][number] {
  return { file, mediaType: 'application/vnd.cyclonedx+json' };
}
