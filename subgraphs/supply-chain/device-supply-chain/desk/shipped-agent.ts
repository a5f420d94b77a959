/**
 * The agents that this installation gives out, and those it gave out before: devices that run one need nobody to vouch for
 * it. The file is measured again when it changed, for an installation is brought up to date while devices run the last one.
 */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { everyTenant, type Database } from '@flotilla/kernel/database';
import { ask } from '@flotilla/kernel/transaction';

const rememberedMax = 200;

/** Measures one file, and remembers what it was. */
export class ShippedAgent {
  readonly #path: string | null;
  readonly #database: Database;
  #known: { readonly mark: string; readonly all: readonly string[] } | null = null;

  /** Without a path nothing is given out now; what was before still counts. */
  constructor(path: string | null, database: Database) {
    this.#path = path;
    this.#database = database;
  }

  /** SHA-256 of every file that was given out, the present one first. */
  async measurements(): Promise<readonly string[]> {
    const mark = await this.#mark();
    if (this.#known?.mark === mark) return this.#known.all;
    const present = mark === '' ? [] : [await this.#measured()];
    const all = await this.#database.inTenant(everyTenant, async (em) => {
      for (const sha256 of present) {
        await ask(em, 'insert into shipped_agents (sha256) values ($1) on conflict do nothing', [sha256]);
      }
      const sql = 'select s.sha256 from shipped_agents s order by s.seen_at desc limit $1';
      return (await ask<{ sha256: string }>(em, sql, [rememberedMax])).map(({ sha256 }) => sha256);
    });
    this.#known = { mark, all: [...new Set([...present, ...all])] };
    return this.#known.all;
  }

  /** What tells one file from the next; empty where there is none. */
  async #mark(): Promise<string> {
    if (this.#path === null) return '';
    try {
      const { mtimeMs, size, ino } = await stat(this.#path);
      return `${mtimeMs} ${size} ${ino}`;
    } catch {
      return '';
    }
  }

  async #measured(): Promise<string> {
    return createHash('sha256')
      .update(await readFile(this.#path ?? ''))
      .digest('hex');
  }
}
