/**
 * Follows the contract's files, so that a new schema is served without a restart. They are looked at instead of
 * listened to: a look now and then costs nothing, and works for every way in which files come to be replaced.
 */
import type { Logger } from '@flotilla/kernel/logger';
import { contractStamp, readContract, type Contract } from './schema-files.ts';

/** Whom to tell. */
export type ContractWatchOptions = {
  readonly schemaDir: string;
  readonly lookEveryMs: number;
  /** Takes a new contract over, or throws and leaves everything as it was. */
  readonly use: (contract: Contract) => Promise<void>;
  readonly logger: Logger;
};

/** Looks at the files of one folder. */
export class ContractWatch {
  readonly #options: ContractWatchOptions;
  /** What was read last, whether it was good or not. */
  #read: string;
  /** What was there at the last look. */
  #seen: string;
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;

  /** Begins to look; what is there now counts as read. */
  constructor(options: ContractWatchOptions) {
    this.#options = options;
    this.#read = contractStamp(options.schemaDir);
    this.#seen = this.#read;
    this.#later();
  }

  /** Looks no more. */
  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  #later(): void {
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => void this.#look().finally(() => this.#later()), this.#options.lookEveryMs);
    this.#timer.unref();
  }

  /** Files that changed since the last look may still be being written: they are read when two looks saw the same. */
  async #look(): Promise<void> {
    const { schemaDir, use, logger } = this.#options;
    const stamp = contractStamp(schemaDir);
    const isSettled = stamp === this.#seen;
    this.#seen = stamp;
    if (!isSettled || stamp === this.#read) return;
    this.#read = stamp;
    try {
      await use(readContract(schemaDir));
      logger.info({ schemaDir }, 'the contract has changed and is served from now on');
    } catch (thrown) {
      logger.error({ err: thrown, schemaDir }, 'the contract has changed but cannot be served; the old one stays');
    }
  }
}
