/**
 * A small world around the replay protocol: a device with a durable queue, a network that loses, repeats, reorders and
 * half-delivers, a server that dies at any step, and somebody in between who changes bytes. The server runs the
 * product's own decider. After every step the world checks the invariants of docs/decisions/0010; a planted fault in
 * the server's shell must break one.
 */
import { isRefusal } from '@flotilla/kernel/errors';
import { firstHash, recordHash } from '../journal/chain.ts';
import type { ReplayEvent } from '../replay/events.ts';
import { replayOver, type ReplayCommand, type ReplayState } from '../replay/replay.ts';
import { deviceId, isSigned, ModelDevice, sha256, type Reply } from './replay-model-device.ts';

/** What a server can get wrong, each named by the invariant it breaks. */
export type Fault =
  | 'R1 accepts below the prefix again'
  | 'R2 acknowledges before it commits'
  | 'R3 acknowledges less than before'
  | 'R4 leaves a drop uncounted'
  | 'R5 believes a superseded session'
  | 'R7 keeps the lock'
  | 'R7 forgets what an aborted session found'
  | 'R7 lets decisions escape that were dropped'
  | 'R9 does not look at the chain'
  | 'R9 does not look at signatures'
  | 'R10 commits in halves'
  | 'R11 orders by the clock';

/** One thing that happens in the world. `pick` chooses among what is there. */
export type Step = {
  readonly what:
    | 'produce'
    | 'drop'
    | 'hello'
    | 'send'
    | 'close'
    | 'deliver'
    | 'duplicate'
    | 'lose'
    | 'tamper'
    | 'forge'
    | 'crash before commit'
    | 'crash after commit'
    | 'restart the device'
    | 'damage the queue'
    | 'sweep';
  readonly pick: number;
  readonly skewMs: number;
};

type Message =
  | { readonly to: 'server'; readonly command: ReplayCommand; readonly genuine: boolean }
  | { readonly to: 'device'; readonly reply: Reply };

/** The world; `fault` is what its server gets wrong, null for the product as it is. */
export class World {
  readonly device = new ModelDevice();
  readonly log: ReplayEvent[] = [];
  readonly #fault: Fault | null;
  readonly #decider = replayOver(sha256);
  readonly #prefixes = new Map<string, string>();
  readonly #acknowledged = new Map<number, number>();
  #state: ReplayState = this.#decider.initialState;
  #network: Message[] = [];
  #sessions = 0;

  constructor(fault: Fault | null) {
    this.#fault = fault;
  }

  /** Lets one thing happen. Throws when an invariant is broken. */
  step({ what, pick, skewMs }: Step): void {
    const { device } = this;
    if (what === 'produce') device.produce(pick, skewMs);
    else if (what === 'drop') device.drop(pick);
    else if (what === 'hello') this.#send(device.hello(`s${(this.#sessions += 1)}`));
    else if (what === 'send') this.#send(device.chunk(pick));
    else if (what === 'close') this.#send(device.close());
    else if (what === 'restart the device') device.session = null;
    else if (what === 'damage the queue') device.damage();
    else if (what === 'sweep') this.#commit(this.#decider.decide({ type: 'AbortReplay', deviceId }, this.#state));
    else this.#disturb(what, pick);
    this.#check();
  }

  /** The network heals and nobody dies any more: everything must arrive. Throws when it does not. */
  heal(): void {
    this.#network = [];
    for (let round = 0; round < 20 && !(this.device.isDone && this.device.queue.length === 0); round += 1) {
      this.#exchange(this.device.hello(`s${(this.#sessions += 1)}`));
      for (let chunks = 0; chunks < 100 && this.device.queue.length > 0; chunks += 1) {
        this.#exchange(this.device.chunk(3));
      }
      this.#exchange(this.device.close());
    }
    assert(this.device.isDone && this.device.queue.length === 0, 'R10 any crash and retry converges');
    assert(this.#state.session === null, 'R7 the end releases the lock');
    this.#checkBooks();
  }

  #send(command: ReplayCommand | null): void {
    if (command) this.#network.push({ to: 'server', command, genuine: true });
  }

  #exchange(command: ReplayCommand | null): void {
    if (command) this.device.hear(this.#serve(command, { genuine: true, commits: true }));
    this.#check();
  }

  #disturb(what: Step['what'], pick: number): void {
    const place = pick % Math.max(1, this.#network.length);
    const message = this.#network[place];
    if (!message) return;
    if (what === 'duplicate') return void this.#network.push(message);
    this.#network.splice(place, 1);
    if (what === 'lose') return;
    if (message.to === 'device') return what === 'deliver' ? this.device.hear(message.reply) : undefined;
    const { command, genuine } = message;
    if (what === 'tamper' || what === 'forge') {
      const changed = what === 'tamper' ? tampered(command, pick) : forged(command);
      if (changed) this.#network.push({ to: 'server', command: changed, genuine: false });
      return;
    }
    const reply = this.#serve(command, { genuine, commits: what !== 'crash before commit' });
    const isHeard = what === 'deliver' || (what === 'crash before commit' && this.#fault?.startsWith('R2'));
    if (!isHeard) return;
    if (reply.type === 'receipt') this.#checkReceipt(reply);
    this.#network.push({ to: 'device', reply });
  }

  #serve(original: ReplayCommand, { commits }: { genuine: boolean; commits: boolean }): Reply {
    const command = this.#misread(original);
    const sessionEpoch = 'sessionEpoch' in original ? original.sessionEpoch : null;
    try {
      if (command.type === 'UploadReplayChunk' && !this.#fault?.includes('signatures')) {
        if (!command.records.every(isSigned)) return { type: 'refused', sessionEpoch: null };
      }
      const before = this.#state;
      const from = this.#rewound(command, before);
      const events = this.#decider.decide(command, from).map((event) => this.#asCame(original, event));
      const after = events.reduce((state, event) => this.#evolve(state, event), from);
      if (commits) this.#commit(events, after);
      else if (this.#fault?.startsWith('R10')) this.log.push(...events);
      return this.#replyTo(original, { events, before, after });
    } catch (thrown) {
      if (!isRefusal(thrown)) throw thrown;
      return { type: 'refused', sessionEpoch };
    }
  }

  #replyTo(
    command: ReplayCommand,
    { events, before, after }: { events: readonly ReplayEvent[]; before: ReplayState; after: ReplayState },
  ): Reply {
    const epoch = after.prefix.epoch;
    if (command.type === 'CloseReplay') {
      assert(after.conclusion, 'a close that is not refused has a conclusion');
      return { type: 'concluded', sessionEpoch: command.sessionEpoch, conclusion: after.conclusion };
    }
    if (command.type === 'OpenReplay') {
      // A device with nothing to replay may be ahead of the control plane by an epoch that has no record yet.
      const ack = command.epoch === epoch ? after.prefix.seq : 0;
      return { type: 'opened', epoch: command.epoch, sessionEpoch: after.session ? after.sessionEpoch : null, ack };
    }
    const upload = command.type === 'UploadReplayChunk' ? command : null;
    assert(upload, 'only devices are replied to');
    const isOwn = before.session !== null && upload.sessionEpoch === before.sessionEpoch;
    assert(isOwn || events.length === 0, 'R5 one effective session per device');
    const last = upload.records.at(-1)?.seq ?? 0;
    const ack = this.#fault?.startsWith('R3') ? last : after.prefix.seq;
    return { type: 'receipt', epoch, sessionEpoch: upload.sessionEpoch, ack };
  }

  #checkReceipt({ epoch, ack }: Extract<Reply, { type: 'receipt' }>): void {
    assert(ack >= (this.#acknowledged.get(epoch) ?? 0), 'R3 an acknowledgement never goes back');
    this.#acknowledged.set(epoch, ack);
  }

  #commit(events: readonly ReplayEvent[], after?: ReplayState): void {
    this.log.push(...events);
    this.#state = after ?? events.reduce((state, event) => this.#evolve(state, event), this.#state);
    const { epoch, seq, hash } = this.#state.prefix;
    this.#prefixes.set(`${epoch}/${seq}`, hash);
  }

  #evolve(state: ReplayState, event: ReplayEvent): ReplayState {
    const next = this.#decider.evolve(state, event);
    if (this.#fault?.startsWith('R4') && event.type === 'DeviceJournalDropped') return { ...next, tally: state.tally };
    if (this.#fault?.startsWith('R7 lets') && event.type === 'DeviceJournalDropped') {
      return { ...next, tally: { ...next.tally, unauthorised: state.tally.unauthorised } };
    }
    if (this.#fault === 'R7 keeps the lock' && event.type === 'ReplayConcluded')
      return { ...next, session: state.session };
    if (this.#fault?.startsWith('R7 forgets') && event.type === 'ReplayAborted') {
      return { ...next, tally: this.#decider.initialState.tally };
    }
    return next;
  }

  /** How a faulty server takes a command. */
  #misread(command: ReplayCommand): ReplayCommand {
    if (command.type !== 'UploadReplayChunk') return command;
    if (this.#fault?.startsWith('R5')) return { ...command, sessionEpoch: this.#state.sessionEpoch };
    if (this.#fault?.startsWith('R11')) {
      const records = command.records.toSorted((a, b) => a.atMs - b.atMs);
      return { ...command, records };
    }
    if (!this.#fault?.includes('chain')) return command;
    const records = command.records.map((record) => {
      const genuine = this.device.written.get(`${command.epoch}/${record.seq}`);
      return genuine?.hash === record.hash ? genuine : record;
    });
    return { ...command, records };
  }

  /** What a server that does not look at the chain writes down: whatever came with a hash that fits. */
  #asCame(command: ReplayCommand, event: ReplayEvent): ReplayEvent {
    if (command.type !== 'UploadReplayChunk' || event.type !== 'DeviceJournalRecorded') return event;
    const came = command.records.find(({ seq }) => seq === event.data.seq);
    return { ...event, data: { ...event.data, ...came } };
  }

  #rewound(command: ReplayCommand, state: ReplayState): ReplayState {
    if (!this.#fault?.startsWith('R1 ') || command.type !== 'UploadReplayChunk') return state;
    const seq = command.fromSeq - 1;
    const hash = this.#prefixes.get(`${state.prefix.epoch}/${seq}`);
    return hash === undefined ? state : { ...state, prefix: { ...state.prefix, seq, hash } };
  }

  /** R1 and R9 over the whole log; R2 for what the device let go. */
  #check(): void {
    const at = new Map<number, number>();
    for (const event of this.log) {
      if (event.type !== 'DeviceJournalRecorded' && event.type !== 'DeviceJournalDropped') continue;
      const { epoch } = event.data;
      const first = event.type === 'DeviceJournalRecorded' ? event.data.seq : event.data.fromSeq;
      assert(first === (at.get(epoch) ?? 0) + 1, 'R1 accepted numbers are a prefix, each once');
      at.set(epoch, event.type === 'DeviceJournalRecorded' ? event.data.seq : event.data.toSeq);
      if (event.type === 'DeviceJournalDropped') continue;
      const written = this.device.written.get(`${epoch}/${first}`);
      const { hash, body, kind, atMs } = event.data;
      const isGenuine =
        written?.hash === hash && written.body === body && written.kind === kind && written.atMs === atMs;
      assert(isGenuine, 'R9 what was tampered with, reordered or forged is inert');
    }
    const durable = at.get(this.device.epoch) ?? 0;
    assert(this.device.acknowledged <= durable, 'R2 only what is durable is acknowledged');
  }

  /** R4 and R7 at the end: every record is accounted for, and each conclusion says what was found. */
  #checkBooks(): void {
    const seen = new Set<string>();
    let [accepted, dropped, unauthorised] = [0, 0, 0];
    for (const event of this.log) {
      if (event.type === 'DeviceJournalRecorded') {
        seen.add(`${event.data.epoch}/${event.data.seq}`);
        accepted += 1;
        unauthorised += Number(event.data.verdict === 'UNAUTHORISED');
      } else if (event.type === 'DeviceJournalDropped') {
        for (let seq = event.data.fromSeq; seq <= event.data.toSeq; seq += 1) {
          seen.add(`${event.data.epoch}/${seq}`);
          unauthorised += Number(this.device.written.get(`${event.data.epoch}/${seq}`)?.class === 'DECISION');
        }
        dropped += event.data.count;
      } else if (event.type === 'ReplayConcluded') {
        const { outcome } = event.data;
        assert(outcome === (unauthorised > 0 ? 'QUARANTINED' : 'LIVE'), 'R7 the end is LIVE xor QUARANTINED, as found');
        const isCounted = event.data.accepted === accepted && event.data.dropped === dropped;
        assert(isCounted, 'R4 a conclusion counts what was accepted and what was dropped');
        [accepted, dropped, unauthorised] = [0, 0, 0];
      }
    }
    const open = [...this.device.written.keys()].filter((key) => !seen.has(key) && !this.device.lost.has(key));
    assert(open.length === 0, 'R4 produced = accepted + declared dropped + queued');
  }
}

function tampered(command: ReplayCommand, pick: number): ReplayCommand | null {
  if (command.type !== 'UploadReplayChunk') return null;
  const place = pick % command.records.length;
  const changes = [{ body: '{"authorityEpoch":1,"x":1}' }, { kind: 'decision.x' }, { atMs: 7 }, { hash: 'f00' }];
  const records = command.records.map((record, index) =>
    index === place ? { ...record, ...changes[pick % changes.length] } : record,
  );
  return { ...command, records };
}

/** A chain that is whole in itself but not by the device's key. */
function forged(command: ReplayCommand): ReplayCommand | null {
  const [first] = command.type === 'UploadReplayChunk' ? command.records : [];
  if (command.type !== 'UploadReplayChunk' || !first) return null;
  const previousHash = firstHash(sha256, { deviceId, epoch: command.epoch });
  const content = { ...first, body: 'forged' };
  const hash = recordHash(sha256, { deviceId, epoch: command.epoch }, { ...content, previousHash });
  return { ...command, records: [{ ...content, hash, signature: 'by somebody else' }] };
}

function assert(condition: unknown, invariant: string): asserts condition {
  if (!condition) throw new Error(invariant);
}
