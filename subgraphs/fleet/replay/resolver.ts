/** Returns over GraphQL: the three calls of devices at the agents' door, and what people read. */
import { Authorize, device } from '@flotilla/kernel/authorize';
import { pageOf, type ConnectionOf } from '@flotilla/kernel/connection';
import type { Context } from '@flotilla/kernel/context';
import { PageArgs } from '@flotilla/kernel/page-args';
import { Arg, Args, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { Device } from '../device/graphql.ts';
import type { DeviceRow } from '../device/row.ts';
import { callerOf } from '../heartbeat/device-call.ts';
import type { ReplayDesk } from './desk/desk.ts';
import {
  CloseReplayInput,
  JournalConnection,
  ReplayChunkInput,
  ReplayConclusion,
  ReplayConnection,
  ReplayHello,
  ReplayReceipt,
  ReplaySession,
  ReplaySessionInfo,
  type JournalEntry,
} from './graphql.ts';
import { findReplays, newestReplays, readJournal } from './queries.ts';

/** Mutations of returning devices, and fields of devices about their returns. */
@Resolver(() => Device)
export class ReplayResolver {
  readonly #desk: ReplayDesk;

  constructor(desk: ReplayDesk) {
    this.#desk = desk;
  }

  @Authorize(device)
  @Mutation(() => ReplaySession, {
    description:
      'A device is back and says what it has. Takes the reconciliation lock, also away from an earlier session of the ' +
      'same device. CONFLICT with details.reason EPOCH, BEHIND, FORKED or HOLE: begin a new epoch.',
  })
  async openReplay(
    @Arg('input', () => ReplayHello, { description: 'What it has.' }) input: ReplayHello,
    @Ctx() context: Context,
  ): Promise<ReplaySession> {
    return this.#desk.open(callOf(context), input);
  }

  @Authorize(device)
  @Mutation(() => ReplayReceipt, {
    description:
      'Records of the journal. INVALID_INPUT with details.reason SIGNATURE, CHAIN, ORDER, SHAPE or SIZE; CONFLICT with ' +
      'GAP, EPOCH, FORKED, DROPPED, SUPERSEDED or ENDED; FORBIDDEN with details.session FOREIGN or OTHER_CERTIFICATE; ' +
      'LIMIT_EXCEEDED with retryAfterMs. Nothing of a refused chunk is taken over.',
  })
  async uploadReplayChunk(
    @Arg('input', () => ReplayChunkInput, { description: 'The records.' }) input: ReplayChunkInput,
    @Ctx() context: Context,
  ): Promise<ReplayReceipt> {
    return this.#desk.upload(callOf(context), input);
  }

  @Authorize(device)
  @Mutation(() => ReplayConclusion, {
    description:
      'Everything was sent: reconciles and releases the lock. CONFLICT with details.reason INCOMPLETE or BEHIND and ' +
      'details.acknowledgedSeq where it was not.',
  })
  async closeReplay(
    @Arg('input', () => CloseReplayInput, { description: 'Up to where.' }) input: CloseReplayInput,
    @Ctx() context: Context,
  ): Promise<ReplayConclusion> {
    return this.#desk.close(callOf(context), input);
  }

  @FieldResolver(() => ReplaySessionInfo, {
    nullable: true,
    description: 'The newest session of its return protocol, open or ended; null if it never returned.',
  })
  async replay(@Root() row: DeviceRow, @Ctx() context: Context): Promise<ReplaySessionInfo | null> {
    return context.loader(newestReplays).load(row.id);
  }

  @FieldResolver(() => ReplayConnection, { description: 'Its sessions of the return protocol, newest first.' })
  async replays(
    @Root() row: DeviceRow,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: Context,
  ): Promise<ConnectionOf<ReplaySessionInfo>> {
    const page = pageOf(args);
    return context.read((em) => findReplays(em, row.id, page));
  }

  @FieldResolver(() => JournalConnection, { description: 'What was taken over of its journal, newest first.' })
  async journal(
    @Root() row: DeviceRow,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: Context,
  ): Promise<ConnectionOf<JournalEntry>> {
    const page = pageOf(args);
    return context.read((em) => readJournal(em, row.id, page));
  }
}

function callOf(context: Context) {
  return { ...callerOf(context.viewer), requestId: context.viewer.requestId };
}
