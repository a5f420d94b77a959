/**
 * Configuration from the environment, read once at start. Every wrong variable gets one clear line that names it;
 * all wrong ones are reported together.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** The environment does not make a configuration. The message has a line per wrong variable. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Parses the environment by a shape of variables. Throws `ConfigError` when any is wrong. */
export function readConfig<Shape extends z.ZodRawShape>(
  shape: Shape,
  env: Readonly<NodeJS.ProcessEnv> = process.env,
): z.infer<z.ZodObject<Shape>> {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = z.object(shape).safeParse(set);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new ConfigError(lines.join('\n'));
}

/** A TCP port; 0 lets the system choose one. */
export const port = (preset: number) =>
  z.coerce
    .number('must be a port number')
    .int('must be a whole port number')
    .min(0, 'must be 0 to 65535')
    .max(65535, 'must be 0 to 65535')
    .default(preset);

/** An absolute URL, kept as text without a trailing slash. */
export const url = z.url('must be an absolute URL').transform((text) => text.replace(/\/$/, ''));

/** The text of a file, e.g. a PEM key, by the path in the variable. */
export const fileText = z.string('must name a readable file').transform((path, context) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    context.addIssue({ code: 'custom', message: `names a file that cannot be read (${path})` });
    return z.NEVER;
  }
});

/** The environment itself, for what reads variables that are not ours: tracing has its own standard. */
export const environment: Readonly<NodeJS.ProcessEnv> = process.env;

/** How much is logged. */
export const logLevel = z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info');

/** The subgraph process's variables. */
export const subgraphsConfig = {
  FLOTILLA_HOST: z.string().default('127.0.0.1'),
  FLOTILLA_SUBGRAPHS_PORT: port(4100),
  FLOTILLA_DATABASE_URL: z.string('must be a postgres:// URL'),
  FLOTILLA_GATEWAY_PUBLIC_KEY_FILE: fileText,
  FLOTILLA_LOG_LEVEL: logLevel,
};
