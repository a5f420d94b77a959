/**
 * Devices whose agents are processes of their own, as on machines of their own: each with a state directory, started again
 * when it dies, as a service manager does. What they were told to run lives on when they die.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { plainEnvironment } from '../config.ts';
import type { Operator } from '../fleet/operator.ts';
import { eventually, freePorts, repository } from '../stack.ts';
import { processesOf, signalProcess } from './process-table.ts';
import { askService, type ServiceSettings } from './small-service.ts';

const program = join(repository, 'agent/dist/flotilla-agent.mjs');
const restartMs = 500;

/** One device with its agent. */
export class RealDevice {
  readonly name: string;
  readonly state: string;
  readonly port: number;
  deviceId = '';
  deaths = 0;
  #child: ChildProcess | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(name: string, state: string, settings: ServiceSettings) {
    this.name = name;
    this.state = state;
    this.port = settings.port;
    mkdirSync(state, { recursive: true });
    writeFileSync(join(state, 'service.json'), JSON.stringify(settings));
  }

  /** Lets the agent join and run; from then on it is started again whenever it ends. */
  start(token: string | null = null): void {
    const joining = token === null ? [] : ['--token', token, '--name', this.name];
    const log = openSync(join(this.state, 'agent.log'), 'a');
    const child = spawn(process.execPath, [program, 'run', '--state', this.state, ...joining], {
      cwd: repository,
      stdio: ['ignore', log, log],
      env: plainEnvironment(),
    });
    closeSync(log);
    this.#child = child;
    child.once('exit', () => {
      this.deaths += 1;
      this.#timer = setTimeout(() => this.start(), restartMs);
    });
  }

  /** Kills the agent and its updater, if one is at work, without warning. The service lives on. */
  kill(): void {
    this.#child?.kill('SIGKILL');
    for (const { pid, title } of this.#processes) if (title.includes(' updater ')) signalProcess(pid, 'SIGKILL');
  }

  /** Which version its service answers with, if it is well. */
  async running(): Promise<string | null> {
    const said = await askService(this.port);
    return said?.isWell ? said.version : null;
  }

  /** What its agent said last, for whoever wonders. */
  get lastWords(): string {
    return `${this.name}:\n${readFileSync(join(this.state, 'agent.log'), 'utf8').split('\n').slice(-8).join('\n')}`;
  }

  /** Ends everything that belongs to it. */
  async end(): Promise<void> {
    clearTimeout(this.#timer);
    this.#child?.removeAllListeners('exit');
    this.#child?.kill('SIGKILL');
    for (const { pid } of this.#processes) signalProcess(pid, 'SIGKILL');
    await eventually(() => this.#processes.length === 0, 5_000);
  }

  get #processes() {
    return processesOf(this.state);
  }
}

/** What is to be made. */
export type Devices = {
  readonly count: number;
  readonly directory: string;
  /** How many of them, counted from the last, do not get on with which version. */
  readonly weak: { readonly count: number; readonly version: string };
};

/** Brings devices in, all at once and each in its own process, and resolves when every one of them is live. */
export async function joinedDevices(operator: Operator, { count, directory, weak }: Devices): Promise<RealDevice[]> {
  const label = { key: 'story', value: 'till' };
  const rule = 'mutation Ten($input: CreateAutoApprovalRuleInput!) { createAutoApprovalRule(input: $input) { id } }';
  await operator.ask(rule, { input: { name: 'Tills', labels: [label] } });
  const { domains } = await operator.ask<{ domains: { id: string; slug: string }[] }>(
    'query Ten { domains { id slug } }',
  );
  const domainId = domains.find(({ slug }) => slug === 'lab')?.id;
  const ports = await somePorts(count);
  const devices = ports.map((port, index) => {
    const cannotRun = index >= count - weak.count ? weak.version : null;
    const name = `till-${String(index).padStart(2, '0')}`;
    return new RealDevice(name, join(directory, name), { port, cannotRun });
  });
  const issue = 'mutation Ten($input: CreateEnrollmentTokenInput!) { createEnrollmentToken(input: $input) { token } }';
  for (const [index, device] of devices.entries()) {
    const labels = [label, { key: 'ring', value: index < 2 ? 'canary' : 'rest' }];
    type Issued = { createEnrollmentToken: { token: string } };
    const input = { domainId, labels, channel: 'dev', ttlMinutes: 15 };
    const { createEnrollmentToken } = await operator.ask<Issued>(issue, { input });
    device.start(createEnrollmentToken.token);
  }
  const areLive = async (): Promise<boolean> => {
    type Found = { devices: { edges: { node: { id: string; name: string } }[] } };
    const { devices: found } = await operator.ask<Found>(
      'query Ten { devices(first: 50, q: "label:story=till conn:LIVE") { edges { node { id name } } } }',
    );
    for (const { node } of found.edges) {
      const device = devices.find(({ name }) => name === node.name);
      if (device) device.deviceId = node.id;
    }
    return devices.every(({ deviceId }) => deviceId !== '');
  };
  if (await eventually(areLive, 90_000)) return devices;
  throw new Error(`not all devices are live:\n${devices.map(({ lastWords }) => lastWords).join('\n')}`);
}

async function somePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) ports.push(...Object.values(await freePorts()));
  return ports.slice(0, count);
}
