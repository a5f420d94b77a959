/** The public face of the past. */
import { connectionType } from '@flotilla/kernel/connection';
import { PageArgs } from '@flotilla/kernel/page-args';
import { ArgsType, Field, ID, Int, ObjectType } from 'type-graphql';
import { AuthorityStage } from '../authority/graphql.ts';
import { ConnectivityMode, LifecyclePhase, MasterOfRecord, TrustState } from '../lifecycle/graphql.ts';
import { Label, LabelInput } from '../naming/graphql.ts';

/** Which devices, and which moment or window. */
@ArgsType()
export class PastArgs extends PageArgs {
  @Field(() => ID, {
    nullable: true,
    description: 'Only devices that were in this domain or below it then; absent for the whole tenant.',
  })
  domainId?: string | null;

  @Field(() => [LabelInput], { defaultValue: [], description: 'Only devices that had all of these labels then.' })
  labels!: LabelInput[];

  @Field(() => Date, { nullable: true, description: 'The moment; absent for now. Not together with from and to.' })
  at?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Beginning of a window, with `to`: a row for every change in it.' })
  from?: Date | null;

  @Field(() => Date, { nullable: true, description: 'End of the window, 31 days after its beginning at most.' })
  to?: Date | null;
}

/** What every row of the past says. */
@ObjectType({ description: 'What every row of the past says.' })
class Past {
  @Field(() => ID, { description: 'Identity of the device.' })
  deviceId!: string;

  @Field(() => Date, { description: 'The moment it was so: that of the question, or that of the change.' })
  at!: Date;

  @Field(() => Date, { description: 'Since when it had been so.' })
  since!: Date;

  @Field(() => String, { nullable: true, description: 'Why it was so.' })
  reason?: string | null;
}

/** Where a device was in the spectrum. */
@ObjectType({ description: 'Where a device was in the spectrum of connectivity.' })
export class PastConnectivity extends Past {
  @Field(() => ConnectivityMode, { description: 'Its mode.' })
  mode!: keyof typeof ConnectivityMode;
}

/** Where a device was in its life. */
@ObjectType({ description: 'Whether a device took part, and where it was in its life.' })
export class PastLifecycle extends Past {
  @Field(() => TrustState, { description: 'Its trust.' })
  trust!: keyof typeof TrustState;

  @Field(() => LifecyclePhase, { description: 'Its phase.' })
  phase!: keyof typeof LifecyclePhase;
}

/** Who held the authority over a device. */
@ObjectType({ description: 'Who held the authority over a device, its own or that of its domain then.' })
export class PastAuthority extends Past {
  @Field(() => String, { description: 'The control plane that held; the last one while it was vacant.' })
  authorityId!: string;

  @Field(() => MasterOfRecord, { description: 'At which level the master of record stood.' })
  masterOfRecord!: keyof typeof MasterOfRecord;

  @Field(() => AuthorityStage, { description: 'Where it stood between two holders.' })
  stage!: keyof typeof AuthorityStage;

  @Field(() => [String], { description: 'Through whom the holder acted.' })
  controllerIds!: readonly string[];

  @Field(() => Int, { description: 'The epoch as the device saw it.' })
  epoch!: number;
}

/** A page of each. */
export const PastConnectivityConnection = connectionType(PastConnectivity, 'PastConnectivity');
/** A page of each. */
export const PastLifecycleConnection = connectionType(PastLifecycle, 'PastLifecycle');
/** A page of each. */
export const PastAuthorityConnection = connectionType(PastAuthority, 'PastAuthority');

/** One device as it was. */
@ObjectType({ description: 'One device as it was at a moment of the past, from the event log.' })
export class DeviceAsOf {
  @Field(() => Date, { description: 'The moment.' })
  at!: Date;

  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => TrustState, { description: 'Its trust.' })
  trust!: keyof typeof TrustState;

  @Field(() => LifecyclePhase, { description: 'Its phase.' })
  phase!: keyof typeof LifecyclePhase;

  @Field(() => ConnectivityMode, { description: 'Its place in the spectrum.' })
  mode!: keyof typeof ConnectivityMode;

  @Field(() => String, { description: 'The readable word for the three together, e.g. LIVE_OK.' })
  stateWord!: string;

  @Field(() => [Label], { description: 'Its labels.' })
  labels!: readonly Label[];

  @Field(() => String, { description: 'Version of its agent.' })
  agentVersion!: string;

  @Field(() => PastAuthority, { description: 'Who held the authority over it.' })
  authority!: PastAuthority;
}

/** A part of a ribbon. */
@ObjectType({ description: 'A time during which one thing about a device stayed the same.' })
export class RibbonSegment {
  @Field(() => String, { description: 'What it was, e.g. LIVE; of authority `GLOBAL global@1 HELD`.' })
  state!: string;

  @Field(() => Date, { description: 'From when, not before the range.' })
  from!: Date;

  @Field(() => Date, { description: 'Until when, not after the range.' })
  to!: Date;

  @Field(() => String, { nullable: true, description: 'Why it became so.' })
  reason?: string | null;
}

/** The history of a device as ribbons. */
@ObjectType({ description: 'The history of a device over a range; the newest 1000 segments of each ribbon.' })
export class DeviceRibbons {
  @Field(() => [RibbonSegment], { description: 'Whether it took part.' })
  trust!: RibbonSegment[];

  @Field(() => [RibbonSegment], { description: 'Where it was in its life.' })
  phase!: RibbonSegment[];

  @Field(() => [RibbonSegment], { description: 'Whether one could talk to it.' })
  connectivity!: RibbonSegment[];

  @Field(() => [RibbonSegment], { description: 'Who held the authority over it.' })
  authority!: RibbonSegment[];
}
