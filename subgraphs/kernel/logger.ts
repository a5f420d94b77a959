/** Structured logs: one JSON object per line on stdout, with `requestId`, `tenantId` and `deviceId` where they are known. */
import { pino, type Logger } from 'pino';

/**
 * Lines that wait while the disk is full. More are dropped: a log is not worth the process, nor its memory, and what is
 * refused meanwhile is told to whoever asked.
 */
const waitingBytesMax = 1024 * 1024;

/** The logger of a process. `name` tells whose lines they are. */
export function createLogger(options: { readonly name: string; readonly level: string }): Logger {
  const destination = pino.destination({ dest: 1, sync: false, maxLength: waitingBytesMax });
  destination.on('error', () => undefined);
  const settings = {
    name: options.name,
    level: options.level,
    base: { pid: process.pid },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: ['*.token', '*.secret', '*.password', '*.authorization', '*.cookie'], censor: '[secret]' },
  };
  return pino(settings, destination);
}

export type { Logger };
