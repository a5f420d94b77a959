/** What the command line reads from the environment: where the API is, and by which token it is called. */

/** The address of the API and the bearer token, where the environment says them. */
export type CliEnvironment = { readonly apiUrl: string; readonly token: string | null };

/** Reads it. The token is for pipelines: an argument would be seen by everybody on the machine. */
export function cliEnvironment(env: NodeJS.ProcessEnv = process.env): CliEnvironment {
  return { apiUrl: env['FLOTILLA_API_URL'] || 'http://localhost:4000', token: env['FLOTILLA_TOKEN'] || null };
}
