/**
 * What the distributed layout needs before its first migration, and what `npm start` does for the embedded one: the
 * key files, the database, and its two roles with the passwords the services' own URLs carry. Safe to repeat.
 */
import { ConfigError, readConfig } from '@flotilla/kernel/config';
import { prepareDatabase } from '@flotilla/kernel/embedded/postgres';
import { prepareConfig } from './config.ts';
import { ensureKeys } from './keys.ts';

const passwordOf = (address: string): string => decodeURIComponent(new URL(address).password);

try {
  const config = readConfig(prepareConfig);
  ensureKeys(config.FLOTILLA_DATA_DIR);
  await prepareDatabase(config.FLOTILLA_DATABASE_SUPERUSER_URL, 'flotilla', {
    postgres: passwordOf(config.FLOTILLA_DATABASE_SUPERUSER_URL),
    flotilla: passwordOf(config.FLOTILLA_DATABASE_ADMIN_URL),
    flotilla_app: passwordOf(config.FLOTILLA_DATABASE_URL),
  });
  console.log('the keys, the database and its roles are ready');
} catch (error) {
  console.error(`The database cannot be prepared: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = error instanceof ConfigError ? 2 : 1;
}
