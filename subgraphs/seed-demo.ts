/** `main.js seed-demo`: the demo tenants and their users, made through the same commands an administrator uses. */
import { assemble as assembleAccess } from '@flotilla/access/subgraph';
import { logLevel, readConfig } from '@flotilla/kernel/config';
import { createLogger } from '@flotilla/kernel/logger';
import { assemble } from '@flotilla/kernel/server/process';
import { z } from 'zod';

/** Runs the command. Doing it again changes nothing. */
export async function seedDemoCommand(env: NodeJS.ProcessEnv): Promise<void> {
  const config = readConfig({
    FLOTILLA_DATABASE_URL: z.string('must be a postgres:// URL'),
    FLOTILLA_LOG_LEVEL: logLevel,
  });
  const logger = createLogger({ name: 'seed', level: config.FLOTILLA_LOG_LEVEL });
  const assembly = await assemble({
    databaseUrl: config.FLOTILLA_DATABASE_URL,
    logger,
    env,
    assemble: [assembleAccess],
  });
  await assembly.close();
}
