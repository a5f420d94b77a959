/**
 * A small real service, as devices are told to run one: it listens on a port of its device and answers with its version.
 * Called with `--probe` the same program asks the running one, which is how a device knows that it is well.
 */
import { request } from 'node:http';

/** What stands in `service.json` in the state directory of a device. */
export type ServiceSettings = {
  readonly port: number;
  /** The version that does not get on with this device; null without one. */
  readonly cannotRun: string | null;
};

/** Its name on the device. */
export const serviceName = 'till';

/** Where the settings are, from the directory of a version on. */
const settingsPath = '../../../../../service.json';

/** How a rollout tells a device to run it, and to look after it. */
export const runsAs = {
  executor: { kind: 'service', name: serviceName },
  health: [
    { kind: 'command', argv: [serviceName, '--probe'], timeoutS: 5 },
    { kind: 'control-plane', timeoutS: 60 },
  ],
};

/** The program of one version. It runs by the Node that runs this test. */
export function serviceProgram(version: string): string {
  return `#!${process.execPath}
const http = require('node:http');
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const version = ${JSON.stringify(version)};
const { port, cannotRun } = JSON.parse(readFileSync(join(__dirname, ${JSON.stringify(settingsPath)}), 'utf8'));
if (process.argv[2] === '--probe') {
  const asked = http.get({ host: '127.0.0.1', port, agent: false }, (answer) => {
    let said = '';
    answer.on('data', (piece) => { said += piece; });
    answer.on('end', () => process.exit(answer.statusCode === 200 && said === version ? 0 : 1));
  });
  asked.on('error', () => process.exit(1));
} else {
  http.createServer((_, answer) => answer.writeHead(cannotRun === version ? 500 : 200).end(version)).listen(port, '127.0.0.1');
}
`;
}

/** The version a running service answers with and whether it is well; null while nobody answers. */
export function askService(port: number): Promise<{ version: string; isWell: boolean } | null> {
  return new Promise((resolve) => {
    const asking = request({ host: '127.0.0.1', port, agent: false, timeout: 2_000 }, (answer) => {
      let said = '';
      answer.on('data', (piece: Buffer) => (said += piece.toString()));
      answer.on('end', () => resolve({ version: said, isWell: answer.statusCode === 200 }));
    });
    asking.on('timeout', () => asking.destroy());
    asking.on('error', () => resolve(null));
    asking.end();
  });
}
