/** What the bytes are guilty of, as the refusal a caller can act on: the reason travels in its details. */
import { Refusal, type RefusalCode } from '@flotilla/kernel/errors';
import { Unverifiable, type Reason } from './verification/reason.ts';

const codes: Partial<Record<Reason, RefusalCode>> = { OVERSIZE: 'LIMIT_EXCEEDED', SYMLINK: 'UNAVAILABLE' };

/** Does the work; refuses where something does not prove what it should, and lets every other fault pass. */
export async function refusingUnverifiable<T>(work: () => Promise<T> | T): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (!(thrown instanceof Unverifiable)) throw thrown;
    const { reason, message } = thrown;
    throw new Refusal(codes[reason] ?? 'INVALID_INPUT', message, { reason }, { cause: thrown });
  }
}
