/** What the console's server is told by its environment. The browser learns it from `/boot.js`, so one build fits all. */

/** Everything the console needs to know about its surroundings. */
export type ConsoleConfig = {
  /** Where browsers reach the operators' API: the base, without `/graphql`. */
  readonly apiUrl: string;
};

/** Reads the configuration. Throws with the name of the wrong variable. */
export function consoleConfig(env: NodeJS.ProcessEnv = process.env): ConsoleConfig {
  const apiUrl = env['FLOTILLA_API_URL'] ?? 'http://localhost:4000';
  if (!/^https?:\/\//.test(apiUrl) || !URL.canParse(apiUrl)) {
    throw new Error(`FLOTILLA_API_URL must be an absolute http(s) URL, not "${apiUrl}"`);
  }
  return { apiUrl: apiUrl.replace(/\/+$/, '') };
}
