/** What one device is to run, one intent after the other: each of a higher generation than all before. Pure. */
import type { Decider } from '@flotilla/kernel/decider';
import { Refusal } from '@flotilla/kernel/errors';
import type { DeviceUpdateIntended, DeviceUpdated, IntentEvent } from './events.ts';

/** What the stream of a device's intents comes to. */
export type IntentState = { readonly generation: number };

/** Say what the device is to run. The generation is in the signed text, so it is said and not made here. */
export type IntendUpdate = { readonly type: 'IntendUpdate' } & DeviceUpdateIntended['data'];

/** The device runs it. */
export type NoteUpdated = { readonly type: 'NoteUpdated' } & DeviceUpdated['data'];

/** Every command of intents. */
export type IntentCommand = IntendUpdate | NoteUpdated;

/** The decider of the stream `intent-<deviceId>`. */
export const intent: Decider<IntentState, IntentCommand, IntentEvent> & { category: string } = {
  category: 'intent',
  initialState: { generation: 0 },
  decide(command, { generation }) {
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
        return { generation: event.data.generation };
      case 'DeviceUpdated':
        return state;
    }
  },
};
