/** `main.js seed-demo`: the demo tenants and their users, made through the same commands an administrator uses. */
import { seedDemo } from '@flotilla/access/subgraph';
import { readConfig } from '@flotilla/kernel/config';
import { Database } from '@flotilla/kernel/database';
import { z } from 'zod';

/** Runs the command and says how much it made. Doing it again changes nothing. */
export async function seedDemoCommand(): Promise<void> {
  const { FLOTILLA_DATABASE_URL: url } = readConfig({ FLOTILLA_DATABASE_URL: z.string('must be a postgres:// URL') });
  const opened: Database[] = [];
  const made = await seedDemo({
    async openDatabase(schema, entities) {
      const database = await Database.open({ url, searchPath: [schema], entities, poolMax: 2 });
      opened.push(database);
      return database;
    },
  }).finally(() => Promise.all(opened.map((database) => database.close())));
  process.stdout.write(made > 0 ? `made ${made} tenants and users\n` : 'nothing to make\n');
}
