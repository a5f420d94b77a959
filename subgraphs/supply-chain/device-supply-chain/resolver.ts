/** Devices' supply chains over GraphQL. */
import { Authorize, device } from '@flotilla/kernel/authorize';
import { connectionOf, pageOf, type ConnectionOf } from '@flotilla/kernel/connection';
import type { Context } from '@flotilla/kernel/context';
import { Refusal } from '@flotilla/kernel/errors';
import { PageArgs } from '@flotilla/kernel/page-args';
import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Artifact } from '../artifact/graphql.ts';
import { artifactsByDigest } from '../artifact/queries.ts';
import { Device, SoftwareTrace } from '../device-software/graphql.ts';
import { traceOf } from '../device-software/trace.ts';
import { mayRead, mayVouch } from '../rules.ts';
import type { DeviceDesk } from './desk/device-desk.ts';
import {
  AcceptDeviceBaselineInput,
  AgentAttestation,
  InstalledSoftware,
  ReportInstalledInput,
  SupplyChainConnection,
  SupplyChainFirmware,
  SupplyChainHardware,
  SupplyChainProjection,
  SupplyChainVerdict,
} from './graphql.ts';
import { findSupplyChains, supplyChainsByDevice, type SupplyChainRow } from './queries.ts';

/** Queries, mutations and fields of supply chains. */
@Resolver(() => SupplyChainProjection)
export class SupplyChainResolver {
  readonly #desk: DeviceDesk;

  constructor(desk: DeviceDesk) {
    this.#desk = desk;
  }

  @Authorize(mayRead)
  @Query(() => SupplyChainConnection, { description: 'What is known of the supply chains of devices, by device.' })
  async supplyChains(
    @Arg('verdict', () => SupplyChainVerdict, { nullable: true, description: 'Only devices with this verdict.' })
    verdict: keyof typeof SupplyChainVerdict | null,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: Context,
  ): Promise<ConnectionOf<SupplyChainProjection>> {
    const page = pageOf(args);
    const rows = await context.read((em) => findSupplyChains(em, { verdict: verdict ?? null, page }));
    return connectionOf(rows, page, { cursor: ({ deviceId }) => [deviceId] });
  }

  @Authorize(device)
  @Mutation(() => Boolean, { description: 'Takes what a device says it consists of and runs. True when it is kept.' })
  async reportInstalled(
    @Arg('input', () => ReportInstalledInput, { description: 'The signed report.' }) input: ReportInstalledInput,
    @Ctx() { viewer, tenantId }: Context,
  ): Promise<boolean> {
    await this.#desk.report(viewer, tenantId, input);
    return true;
  }

  @Authorize(mayVouch)
  @Mutation(() => SupplyChainProjection, {
    description: 'Takes the present configuration and hardware of a device for its own, and judges it anew.',
  })
  async acceptDeviceBaseline(
    @Arg('input', () => AcceptDeviceBaselineInput, { description: 'Which, and why.' }) input: AcceptDeviceBaselineInput,
    @Ctx() context: Context,
  ): Promise<SupplyChainProjection> {
    const { deviceId } = input;
    await this.#desk.accept(context.viewer, context.tenantId, input);
    const row = await context.loader(supplyChainsByDevice).load(deviceId);
    if (!row) throw new Refusal('NOT_FOUND', 'This device has not reported anything yet.', { deviceId });
    return row;
  }

  @FieldResolver(() => Device, { description: 'The device.' })
  device(@Root() { deviceId }: SupplyChainRow): Device {
    return { id: deviceId };
  }

  @FieldResolver(() => SupplyChainHardware, { description: 'What the device is.' })
  hardware(@Root() { report }: SupplyChainRow): SupplyChainHardware {
    return report.hardware;
  }

  @FieldResolver(() => [SupplyChainFirmware], { description: 'What is below its operating system.' })
  firmware(@Root() { report }: SupplyChainRow): SupplyChainFirmware[] {
    return [...report.firmware];
  }

  @FieldResolver(() => [InstalledSoftware], { description: 'What it runs; its agent comes first.' })
  software(@Root() { report }: SupplyChainRow): InstalledSoftware[] {
    const { version, binarySha256 } = report.agent;
    return [{ name: 'agent', version, digest: `sha256:${binarySha256}`, source: 'agent' }, ...report.software];
  }

  @FieldResolver(() => AgentAttestation, { description: 'What its agent measured of itself.' })
  async attestation(@Root() row: SupplyChainRow): Promise<AgentAttestation> {
    const { report, reasons, baseline } = row;
    const { version: agentVersion, binarySha256, runtimeSha256, configSha256 } = report.agent;
    const ofAgent = reasons.filter(({ subject }) => subject === 'agent');
    const isExpected = !ofAgent.some(({ code }) => code !== 'AGENT_CONFIG_CHANGED');
    const [shipped = null] = await this.#desk.shipped();
    const isKnown = ofAgent.length === 0;
    const isWrong = ofAgent.some(({ isViolation }) => isViolation);
    return {
      verifiedAt: row.reportedAt,
      measuredAt: row.measuredAt,
      sequence: row.sequence,
      agentVersion,
      binarySha256,
      runtimeSha256,
      configSha256,
      expectedSha256: isExpected ? binarySha256 : shipped,
      expectedConfigSha256: baseline.configSha256,
      certificateFingerprint: row.certificateFingerprint,
      verdict: isWrong ? 'VIOLATION' : isKnown ? 'TRUSTED' : 'UNKNOWN',
    };
  }
}

/** What is known of something that a device says it runs. */
@Resolver(() => InstalledSoftware)
export class InstalledSoftwareResolver {
  @FieldResolver(() => Artifact, { nullable: true, description: 'The artifact with these bytes; null where none has.' })
  async artifact(@Root() { digest }: InstalledSoftware, @Ctx() context: Context): Promise<Artifact | null> {
    return digest === null ? null : context.loader(artifactsByDigest).load(digest);
  }

  @FieldResolver(() => SoftwareTrace, { description: 'Whether its bytes can be traced to somebody who vouches.' })
  async trace(@Root() { digest }: InstalledSoftware, @Ctx() context: Context): Promise<keyof typeof SoftwareTrace> {
    const artifact = digest === null ? null : await context.loader(artifactsByDigest).load(digest);
    return traceOf(artifact?.stage ?? null);
  }

  @FieldResolver(() => Boolean, { description: 'Whether somebody vouches for where it comes from.' })
  async hasProvenance(@Root() { digest }: InstalledSoftware, @Ctx() context: Context): Promise<boolean> {
    const artifact = digest === null ? null : await context.loader(artifactsByDigest).load(digest);
    return (artifact?.provenance.length ?? 0) > 0;
  }

  @FieldResolver(() => Boolean, { description: 'Whether it is known what it is made of.' })
  async hasSbom(@Root() { digest }: InstalledSoftware, @Ctx() context: Context): Promise<boolean> {
    const artifact = digest === null ? null : await context.loader(artifactsByDigest).load(digest);
    return (artifact?.sboms.length ?? 0) > 0;
  }
}
