/**
 * The thread that holds bills of material against their schema. The schema asks for lists without repetition, which takes
 * the square of their length: minutes for a large bill, in which nothing else could happen beside it.
 */
import { parentPort } from 'node:worker_threads';
import { Validation } from '@cyclonedx/cyclonedx-library';

const validators = new Map<string, Validation.JsonStrictValidator>();

parentPort?.on('message', ({ version, text }: { readonly version: string; readonly text: string }) => {
  const validator = validators.get(version) ?? new Validation.JsonStrictValidator(version as never);
  validators.set(version, validator);
  validator.validate(text).then(
    (mistakes) => parentPort?.postMessage({ mistake: mistakes === null ? null : firstOf(mistakes) }),
    (thrown: unknown) => parentPort?.postMessage({ fault: String(thrown) }),
  );
});

function firstOf(mistakes: unknown): string {
  const [first] = mistakes as { readonly instancePath?: string; readonly message?: string }[];
  return `${first?.instancePath || 'the document'} ${first?.message ?? 'does not fit the schema'}`.slice(0, 500);
}
