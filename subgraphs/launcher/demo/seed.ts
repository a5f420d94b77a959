/**
 * What a first start finds in the demo tenants, made once and remembered in the data directory: the tenants and users,
 * a tree of domains, locations, and this machine itself as a device, let in by a rule anyone can see and switch off.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { LauncherConfig } from '../config.ts';
import { developmentPassword } from '../issuer/users.ts';
import type { Layout } from '../layout.ts';
import { runOnce } from '../once.ts';
import type { Progress } from '../progress.ts';
import type { Supervisor } from '../supervisor.ts';
import { Operator } from './operator.ts';
import { makePlaces, type Places } from './places.ts';

/** What has been done, so that each part is done once. */
type DemoRecord = { readonly tenants?: true; readonly places?: Places; readonly agentEnrolled?: true };

/** What the seed works with. */
export type DemoScene = {
  readonly config: LauncherConfig;
  readonly progress: Progress;
  readonly supervisor: Supervisor;
  readonly layout: Layout;
};

const ruleName = 'This machine';
const ruleLabels = [{ key: 'origin', value: 'this-machine' }];

function readRecord(path: string): DemoRecord {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as DemoRecord) : {};
}

async function allowThisMachine(operator: Operator): Promise<void> {
  const { autoApprovalRules } = await operator.ask<{
    autoApprovalRules: { name: string; disabledAt: string | null }[];
  }>('query Seed_Rules { autoApprovalRules { name disabledAt } }');
  if (autoApprovalRules.some((rule) => rule.name === ruleName)) return;
  await operator.ask(
    'mutation Seed_Rule($input: CreateAutoApprovalRuleInput!) { createAutoApprovalRule(input: $input) { id } }',
    { input: { name: ruleName, labels: ruleLabels } },
  );
}

async function enrollThisMachine(scene: DemoScene, operator: Operator, places: Places): Promise<void> {
  const { config, layout } = scene;
  await allowThisMachine(operator);
  const { createEnrollmentToken } = await operator.ask<{ createEnrollmentToken: { token: string } }>(
    'mutation Seed_Token($input: CreateEnrollmentTokenInput!) { createEnrollmentToken(input: $input) { token } }',
    { input: { ...places, labels: ruleLabels, channel: 'dev', ttlMinutes: 5 } },
  );
  const state = join(config.dataDirectory, 'agent');
  const words = ['enroll', '--token', createEnrollmentToken.token, '--state', state];
  const enroll = layout.program('agent/dist/flotilla-agent.mjs', words);
  await runOnce('Enrolling this machine', enroll, join(config.dataDirectory, 'logs', 'agent.log'));
}

/** Makes what is missing of the demo, and starts this machine's agent. */
export async function seedDemo(scene: DemoScene): Promise<void> {
  const { config, layout, progress, supervisor } = scene;
  if (!config.hasOwnIssuer) return progress.say('  – no demo: people sign in at an issuer that is not ours');
  const path = join(config.dataDirectory, 'demo.json');
  let record = readRecord(path);
  const remember = (addition: DemoRecord): void => {
    record = { ...record, ...addition };
    writeFileSync(path, `${JSON.stringify(record, undefined, 2)}\n`);
  };
  const signIn = (email: string): Promise<Operator> => Operator.signIn(config.apiUrl, email, developmentPassword);
  if (!record.tenants) {
    const seed = layout.program('subgraphs/dist/main.js', ['seed-demo']);
    const log = join(config.dataDirectory, 'logs', 'demo.log');
    await progress.step(
      'tenants',
      () => runOnce('Making the demo tenants', seed, log),
      () => 'the demo tenants and users',
    );
    remember({ tenants: true });
  }
  let { places } = record;
  if (!places) {
    places = await progress.step(
      'places',
      async () => makePlaces(signIn),
      () => 'domains and locations',
    );
    remember({ places });
  }
  const home = places;
  if (!record.agentEnrolled) {
    const enroll = async (): Promise<void> => enrollThisMachine(scene, await signIn('admin@harbour.test'), home);
    await progress.step('enrollment', enroll, () => `${hostname()}, let in by the rule "${ruleName}"`);
    remember({ agentEnrolled: true });
  }
  await progress.step('agent', () => supervisor.start(layout.agent(join(config.dataDirectory, 'agent'))));
}
