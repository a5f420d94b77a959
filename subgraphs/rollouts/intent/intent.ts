/** What one device is to run, one intent after the other: each of a higher generation than all before. Pure. */
import type { Decider } from '@flotilla/kernel/decider';
import { Refusal } from '@flotilla/kernel/errors';
import type { DeviceUpdateIntended, DeviceUpdateRefused, DeviceUpdated, IntentEvent } from './events.ts';

/** The newest intent, as far as an answer of the device has to be held against it. */
export type HeldIntent = Pick<DeviceUpdateIntended['data'], 'digest' | 'rolloutId' | 'direction'> & {
  readonly isRefused: boolean;
};

/** What the stream of a device's intents comes to. `held` is null before the first, and where nobody asks for it. */
export type IntentState = { readonly generation: number; readonly held: HeldIntent | null };

/** Say what the device is to run. The generation is in the signed text, so it is said and not made here. */
export type IntendUpdate = { readonly type: 'IntendUpdate' } & DeviceUpdateIntended['data'];

/** The device runs it. */
export type NoteUpdated = { readonly type: 'NoteUpdated' } & DeviceUpdated['data'];

/** The device will not run what it was told. Of an intent that is not the newest, or again, it changes nothing. */
export type RefuseUpdate = { readonly type: 'RefuseUpdate' } & Omit<
  DeviceUpdateRefused['data'],
  'rolloutId' | 'direction'
>;

/** Every command of intents. */
export type IntentCommand = IntendUpdate | NoteUpdated | RefuseUpdate;

/** The decider of the stream `intent-<deviceId>`. */
export const intent: Decider<IntentState, IntentCommand, IntentEvent> & { category: string } = {
  category: 'intent',
  initialState: { generation: 0, held: null },
  decide(command, { generation, held }) {
    if (command.type === 'RefuseUpdate') return refuse(command, generation, held);
    if (command.type === 'NoteUpdated') {
      const { type: _, ...data } = command;
      return [{ type: 'DeviceUpdated', data }];
    }
    const { type: _, ...data } = command;
    if (data.generation <= generation) {
      const words = `The device has an intent of generation ${generation} already; ${data.generation} is not higher.`;
      throw new Refusal('CONFLICT', words, { deviceId: data.deviceId, generation });
    }
    return [{ type: 'DeviceUpdateIntended', data }];
  },
  evolve(state, event) {
    switch (event.type) {
      case 'DeviceUpdateIntended':
        return { generation: event.data.generation, held: heldOf(event.data) };
      case 'DeviceUpdateRefused':
        return { ...state, held: state.held && { ...state.held, isRefused: true } };
      case 'DeviceUpdated':
        return state;
    }
  },
};

function heldOf({ digest, rolloutId, direction }: DeviceUpdateIntended['data']): HeldIntent {
  return { digest, rolloutId, direction, isRefused: false };
}

function refuse(command: RefuseUpdate, generation: number, held: HeldIntent | null): IntentEvent[] {
  const { type: _, ...data } = command;
  if (!held || held.isRefused || data.generation !== generation || data.intentDigest !== held.digest) return [];
  const { rolloutId, direction } = held;
  return [{ type: 'DeviceUpdateRefused', data: { ...data, rolloutId, direction } }];
}
