/** What people and devices do with commands in integration tests, in one call each. */
import { createPublicKey, verify } from 'node:crypto';
import type { Viewer } from '@flotilla/kernel/viewer';
import type { Answer } from '@flotilla/kernel/testing/subgraph-caller';
import type { Waiting } from '../command/desk/desk.ts';
import type { TestDevice, TestFleet } from './fleet.ts';

/** The documents of devices. */
export const wireDocuments = {
  await: `mutation ($input: AwaitCommandsInput!) { awaitCommands(input: $input) {
    commands { id kind idempotencyKey delivery expiresAt authorityId authorityEpoch payload envelope signature }
    cancelled retryAfterMs updateHintGeneration
  } }`,
  acknowledge: 'mutation ($input: AcknowledgeCommandInput!) { acknowledgeCommand(input: $input) }',
  report: 'mutation ($input: ReportCommandInput!) { reportCommand(input: $input) }',
};

/** The document that orders. */
export const issueDocument = `mutation ($input: IssueCommandInput!) {
  issueCommand(input: $input) {
    batchId accepted refused { deviceId code } commands(first: 50) { edges { node { id state deviceId } } }
  }
}`;

let keys = 0;

/** An order to devices; what is not said is a CORDON. */
export function orderOf(target: readonly string[] | Record<string, unknown>, fields: Record<string, unknown> = {}) {
  return {
    target: Array.isArray(target) ? { deviceIds: target } : target,
    kind: 'CORDON',
    idempotencyKey: `key-${(keys += 1)}`,
    reason: 'maintenance',
    ...fields,
  };
}

/** Orders one device and answers the command's id. */
export async function issueTo(
  fleet: TestFleet,
  viewer: Viewer,
  order: { readonly device: TestDevice } & Record<string, unknown>,
): Promise<string> {
  const { device, ...fields } = order;
  const { issueCommand } = await fleet.run(viewer, issueDocument, { input: orderOf([device.id], fields) });
  return issueCommand.commands.edges[0].node.id;
}

/** Lets a device wait for commands. */
export async function awaitCommands(
  fleet: TestFleet,
  device: TestDevice,
  input: Partial<Waiting> = {},
): Promise<Answer> {
  const variables = { input: { waitMs: 0, max: 10, have: [], ...input } };
  return (await fleet.run(device.viewer(), wireDocuments.await, variables))['awaitCommands'];
}

/** Lets a device say that it has a command. */
export async function acknowledge(
  fleet: TestFleet,
  device: TestDevice,
  input: { readonly commandId: string } & Record<string, unknown>,
): Promise<boolean> {
  const variables = { input: { accepted: true, ...input } };
  return (await fleet.run(device.viewer(), wireDocuments.acknowledge, variables))['acknowledgeCommand'];
}

/** Lets a device say how a command ended. */
export async function report(
  fleet: TestFleet,
  device: TestDevice,
  input: { readonly commandId: string } & Record<string, unknown>,
): Promise<boolean> {
  const variables = { input: { outcome: 'APPLIED', ...input } };
  return (await fleet.run(device.viewer(), wireDocuments.report, variables))['reportCommand'];
}

/** One command as people see it. */
export async function commandNow(fleet: TestFleet, viewer: Viewer, id: string, fields = 'state'): Promise<Answer> {
  return (await fleet.run(viewer, `query ($id: ID!) { command(id: $id) { ${fields} } }`, { id }))['command'];
}

/** Whether an envelope is signed by a command key, as a device checks it. */
export function isSigned(commandKey: string, sent: { readonly envelope: string; readonly signature: string }): boolean {
  const key = createPublicKey({ key: Buffer.from(commandKey, 'base64'), format: 'der', type: 'spki' });
  return verify(null, Buffer.from(sent.envelope), key, Buffer.from(sent.signature, 'base64'));
}

/** Lets a device go through commands of several ends, a runbook get written and approved, and a batch run. */
export async function liveThroughCommands(
  fleet: TestFleet,
  people: { readonly author: Viewer; readonly approver: Viewer },
  device: TestDevice,
): Promise<void> {
  const { author, approver } = people;
  const ids = [await issueTo(fleet, author, { device }), await issueTo(fleet, author, { device })];
  const cancel = 'mutation ($input: CancelCommandInput!) { cancelCommand(input: $input) { id } }';
  await fleet.run(author, cancel, { input: { commandId: ids[1], reason: 'not needed' } });
  await awaitCommands(fleet, device);
  await report(fleet, device, { commandId: ids[0] ?? '', output: 'done' });
  const register = 'mutation ($input: RegisterRunbookInput!) { registerRunbook(input: $input) { runbookId } }';
  const { registerRunbook } = await fleet.run(author, register, {
    input: { name: 'uptime', argv: ['/usr/bin/uptime'] },
  });
  const approve = 'mutation ($id: ID!) { approveRunbook(input: { runbookId: $id, version: 1 }) { stage } }';
  await fleet.run(approver, approve, { id: registerRunbook.runbookId });
  const plan = 'mutation ($input: PlanBatchInput!) { planBatch(input: $input) { id confirm } }';
  const { planBatch } = await fleet.run(author, plan, { input: { deviceIds: [device.id], action: 'CORDON' } });
  const start = 'mutation ($input: StartBatchInput!) { startBatch(input: $input) { id } }';
  await fleet.run(author, start, {
    input: { planId: planBatch.id, confirm: planBatch.confirm, reason: 'maintenance' },
  });
}
