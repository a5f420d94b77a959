/**
 * What a test of the real program has for its own: a server that speaks the wire, and agents that end with the test. Such
 * tests mostly wait for a device to do something by its own clock, so they run beside each other, and share nothing.
 */
import { test as base } from 'vitest';
import { builtAgent, type Ended, freshStateDir, ranAgent, type RunningAgent, startAgent } from './agent-process.ts';
import { type KnownDevice, WireServer } from './wire-server.ts';

/** One place with one server and its agents. */
export class AgentSite {
  /** The program under test. */
  readonly program: string;
  /** The server that this site's agents are told to call. */
  wire: WireServer;
  readonly #running: RunningAgent[] = [];

  constructor(program: string, wire: WireServer) {
    this.program = program;
    this.wire = wire;
  }

  /** Starts the program; it is ended with the test. */
  started(...argv: readonly string[]): RunningAgent {
    const agent = startAgent(this.program, ...argv);
    this.#running.push(agent);
    return agent;
  }

  /** Starts the program and waits for its end. */
  ran(...argv: readonly string[]): Promise<Ended> {
    return ranAgent(this.program, ...argv);
  }

  /** A device that has come in, with its fresh state directory. */
  async enrolled(): Promise<{ readonly state: string; readonly device: KnownDevice }> {
    const state = freshStateDir();
    const { code, stderr } = await this.ran('enroll', '--token', this.wire.token(), '--state', state);
    if (code !== 0) throw new Error(`it was not enrolled: ${stderr}`);
    return { state, device: this.wire.onlyDevice() };
  }

  /** Puts a server in the place of the one there was. */
  async replaceWire(options: Parameters<typeof WireServer.start>[0] = {}): Promise<void> {
    await this.wire.stop();
    this.wire = await WireServer.start(options);
  }

  /** Ends whatever still runs. */
  async close(): Promise<void> {
    for (const { child } of this.#running) child.kill('SIGKILL');
    await this.wire.stop();
  }
}

let program: Promise<string> | undefined;

/** A test with a site. */
export const test = base.extend<{ site: AgentSite }>({
  // Vitest reads what a fixture needs from the shape of its first parameter, which must be a pattern.
  // oxlint-disable-next-line eslint/no-empty-pattern
  site: async ({}, use) => {
    program ??= builtAgent();
    const site = new AgentSite(await program, await WireServer.start());
    try {
      await use(site);
    } finally {
      await site.close();
    }
  },
});
