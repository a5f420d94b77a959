/**
 * The calls that a device can make through a relay: the same desks, with the same checks in the same transactions, as at
 * the agents' door. Who calls is proved by the envelope's signature in the place of TLS.
 */
import { Refusal } from '@flotilla/kernel/errors';
import type { Viewer } from '@flotilla/kernel/viewer';
import { coerceInputValue, isInputType, type GraphQLSchema } from 'graphql';
import type { Claims } from '../../claim/claims.ts';
import type { RotateCertificateInput } from '../../claim/graphql.ts';
import type { Caller } from '../../heartbeat/device-call.ts';
import type { HeartbeatInput, InventoryInput } from '../../heartbeat/graphql.ts';
import type { Reception } from '../../heartbeat/reception.ts';
import type { ReplayDesk } from '../../replay/desk/desk.ts';
import type { CloseReplayInput, ReplayChunkInput, ReplayHello } from '../../replay/graphql.ts';

/** Who calls, through which relay. */
export type RelayedCaller = Caller & { readonly requestId: string; readonly relayId: string };

/** One call: the type of its input in the schema, and what it does. */
export type RelayedCall = {
  readonly inputType: string;
  readonly perform: (caller: RelayedCaller, input: never) => Promise<unknown>;
};

/** The calls by the name of their operation. */
export type RelayedCalls = Readonly<Record<string, RelayedCall>>;

/** The desks they go to. */
export type Desks = {
  readonly reception: Pick<Reception, 'heartbeat' | 'inventory'>;
  readonly replays: Pick<ReplayDesk, 'open' | 'upload' | 'close'>;
  readonly claims: Pick<Claims, 'rotate'>;
};

/** All calls a relay can carry. */
export function relayedCalls({ reception, replays, claims }: Desks): RelayedCalls {
  return {
    heartbeat: {
      inputType: 'HeartbeatInput',
      perform: (caller, input: HeartbeatInput) =>
        reception.heartbeat(caller, Object.assign({}, input, { relayId: caller.relayId })),
    },
    reportInventory: {
      inputType: 'InventoryInput',
      perform: (caller, input: InventoryInput) => reception.inventory(caller, input),
    },
    openReplay: { inputType: 'ReplayHello', perform: (caller, input: ReplayHello) => replays.open(caller, input) },
    uploadReplayChunk: {
      inputType: 'ReplayChunkInput',
      perform: (caller, input: ReplayChunkInput) => replays.upload(caller, input),
    },
    closeReplay: {
      inputType: 'CloseReplayInput',
      perform: (caller, input: CloseReplayInput) => replays.close(caller, input),
    },
    rotateCertificate: {
      inputType: 'RotateCertificateInput',
      perform: (caller, input: RotateCertificateInput) => claims.rotate(input.csrPem, viewerOf(caller)),
    },
  };
}

/** The input as the schema would have taken it at the door. Refuses what it does not know, naming the element. */
export function coercedInput(schema: GraphQLSchema, call: RelayedCall, input: unknown): never {
  const type = schema.getType(call.inputType);
  if (!isInputType(type)) throw new Error(`${call.inputType} is no input of the schema`);
  return coerceInputValue(input, type, (path, _, error) => {
    const element = ['input', ...path].join('.');
    throw new Refusal('INVALID_INPUT', `${element}: ${error.message}`, { element });
  }) as never;
}

function viewerOf({ deviceId, tenantId, fingerprint, requestId }: RelayedCaller): Viewer {
  const nothing = { roles: [], scopes: [], sessionId: null };
  return { kind: 'device', subject: deviceId, tenantId, certificateFingerprint: fingerprint, requestId, ...nothing };
}
