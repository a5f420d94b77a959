/** What rollouts read from the environment: the master key that seals the keys they sign with. */
import { fileText, readConfig } from '@flotilla/kernel/config';

const shape = {
  FLOTILLA_MASTER_KEY_FILE: fileText.refine(
    (text) => Buffer.from(text.trim(), 'base64').length === 32,
    'must name a file with 32 random bytes, written as base64',
  ),
};

/** Reads the master key: 32 bytes, written as base64. Throws `ConfigError` with a line per wrong variable. */
export function readMasterKey(env: NodeJS.ProcessEnv): string {
  return readConfig(shape, env).FLOTILLA_MASTER_KEY_FILE;
}
