/** Node prints a notice when a part of it is used that may still change. Ours is pinned and tested; users need not read it. */

/** Does something without such notices. */
export function quietly<Result>(work: () => Result): Result {
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = () => undefined;
  try {
    return work();
  } finally {
    process.emitWarning = emitWarning;
  }
}
