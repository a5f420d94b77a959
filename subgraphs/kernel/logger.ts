/** Structured logs: one JSON object per line on stdout, with `requestId`, `tenantId` and `deviceId` where they are known. */
import { pino, type Logger } from 'pino';

/** The logger of a process. `name` tells whose lines they are. */
export function createLogger(options: { readonly name: string; readonly level: string }): Logger {
  return pino({
    name: options.name,
    level: options.level,
    base: { pid: process.pid },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: ['*.token', '*.secret', '*.password', '*.authorization', '*.cookie'], censor: '[secret]' },
  });
}

export type { Logger };
