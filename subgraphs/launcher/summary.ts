/** The one thing to read when everything is up. */
import type { LauncherConfig } from './config.ts';
import { developmentPassword, developmentUsers } from './issuer/users.ts';

/** Where everything is, who can sign in, and how to stop. */
export function describeStart(config: LauncherConfig, seconds: number): string {
  const users = developmentUsers.map(({ email, role }) => `    ${email.padEnd(26)} ${role}`);
  const signIn = config.hasOwnIssuer
    ? [`  Sign in as (password: ${developmentPassword})`, ...users]
    : [`  Sign in at         ${config.issuerUrl}`];
  return [
    '',
    `Flotilla is up after ${seconds.toFixed(1)} s`,
    '',
    `  Console            ${config.consoleUrl}`,
    `  API                ${config.apiUrl}/graphql`,
    `  Agents' door       ${config.agentsUrl}`,
    ...signIn,
    `  Data and logs      ${config.dataDirectory}`,
    '',
    '  Ctrl-C stops it. Options: npm start -- --help',
  ].join('\n');
}
