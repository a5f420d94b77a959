/**
 * The agent's programs of a state directory: the installed one, which the owner of the device put there, and the versions
 * that updates brought. Whoever starts the agent starts the installed one, which hands over to the version that counts.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { hexOf, VersionStore } from '../executors/version-store.ts';
import type { Installation, Update } from '../update.ts';
import { bookPath, fileStore, UpdateBook } from '../update-book.ts';
import { chosenVersion, isAgentOnTrial } from './choice.ts';

/** One state directory's programs. */
export class AgentPrograms {
  readonly store: VersionStore;
  readonly #stateDir: string;

  constructor(stateDir: string) {
    this.#stateDir = resolve(stateDir);
    this.store = new VersionStore(join(this.#stateDir, 'updater', 'agent'));
  }

  /** The program that counts where no update brought another: this one, unless it was itself brought by one. */
  get installed(): string {
    const own = process.argv[1] ?? '';
    return this.versionOf(own) === null ? own : (this.#installedNote.load() ?? own);
  }

  /** The version a program belongs to, by its name on this disk, or null. */
  versionOf(program: string): string | null {
    const versions = join(this.store.directory, 'versions');
    const [path, root] = [realOf(program), realOf(versions)];
    return path.startsWith(root + sep) ? (path.slice(root.length + 1).split(sep)[0] ?? null) : null;
  }

  /** The program of a version, or null where it is not on this disk as it was verified. */
  programOf(hex: string): string | null {
    try {
      const about = this.store.about(hex);
      const isWhole = about !== null && this.#sumOf(hex).load() === this.store.hash(about);
      return isWhole ? join(this.store.pathOf(about), about.entry) : null;
    } catch {
      // A disk that gives the version back damaged must not cost the device its agent.
      return null;
    }
  }

  /** Notes how a version stands, for whoever starts it later. */
  keepSum(target: Installation, sum: string): void {
    this.#sumOf(hexOf(target)).save(sum);
  }

  /** The program that is to run now, and whether that is its trial. A start of that is counted before it is made. */
  choose(): { readonly program: string; readonly isTrial: boolean } {
    const update = this.update;
    const linked = this.#linked();
    const { starts } = this;
    const { hex, isTrial } = chosenVersion({ linked, update, starts });
    const program = hex === null ? null : this.programOf(hex);
    if (program === null) return { program: this.installed, isTrial: false };
    if (isTrial) this.#startsNote.save(JSON.stringify({ digest: update?.intentDigest, starts: starts + 1 }));
    return { program, isTrial };
  }

  /** The program that judges a version on trial, which is the one it replaces; null while none is on trial. */
  judge(): string | null {
    const { update } = this;
    if (!isAgentOnTrial(update)) return null;
    const program = update.previous && this.programOf(hexOf(update.previous));
    return program ?? this.installed;
  }

  /** The present update. A journal that cannot be read says nothing of the agent. */
  get update(): Update | null {
    try {
      return new UpdateBook(fileStore(bookPath(this.#stateDir))).update;
    } catch {
      return null;
    }
  }

  /** How often a version was started on trial under the present update. */
  get starts(): number {
    const text = this.#startsNote.load();
    const noted = text === null ? null : (JSON.parse(text) as { readonly digest: string; readonly starts: number });
    return noted && noted.digest === this.update?.intentDigest ? noted.starts : 0;
  }

  /** Notes the installed program, before another one takes its place. */
  noteInstalled(): void {
    const { installed } = this;
    if (this.#installedNote.load() !== installed) this.#installedNote.save(installed);
  }

  #linked(): string | null {
    try {
      const current = this.store.current();
      return current && hexOf(current);
    } catch {
      return null;
    }
  }

  #sumOf(hex: string) {
    return fileStore(join(this.store.directory, 'versions', `${hex}.sum`));
  }

  get #startsNote() {
    return fileStore(join(this.store.directory, 'starts.json'));
  }

  get #installedNote() {
    return fileStore(join(this.store.directory, 'installed.txt'));
  }
}

/** What a program is by its bytes: the artifact it came as, or the hash of the installed file. */
export function digestOfProgram(programs: AgentPrograms, program: string): string {
  const hex = programs.versionOf(program);
  if (hex !== null) return `sha256:${hex}`;
  return `sha256:${createHash('sha256').update(readFileSync(program)).digest('hex')}`;
}

function realOf(path: string): string {
  return existsSync(path) ? realpathSync(path) : resolve(path);
}
