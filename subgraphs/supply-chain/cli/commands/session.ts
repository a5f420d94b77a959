/** What a command works with. */
import type { Access } from '../api.ts';
import type { Invocation } from '../arguments.ts';
import type { CliEnvironment } from '../config.ts';
import { CliFailure, exitCodes } from '../failure.ts';
import type { Output } from '../output.ts';

/** One invocation, its voice, and what the environment says. */
export type Session = {
  readonly invocation: Invocation;
  readonly output: Output;
  readonly environment: CliEnvironment;
};

/** Where to call and as whom. Throws where nobody says as whom. */
export function accessOf({ invocation, environment }: Session): Access {
  const apiUrl = (invocation.api ?? environment.apiUrl).replace(/\/$/, '');
  if (!URL.canParse(apiUrl)) throw new CliFailure(`--api is no address: ${apiUrl}`, exitCodes.usage);
  const { token } = environment;
  if (token !== null) return { apiUrl, token };
  throw new CliFailure('Set FLOTILLA_TOKEN to the token of a service account with fleet:write.', exitCodes.usage);
}
