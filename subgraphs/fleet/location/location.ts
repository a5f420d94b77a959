/** Locations: where devices stand, in which time zone, behind which address translation. */
import type { Decider } from '@flotilla/kernel/decider';
import { Refusal } from '@flotilla/kernel/errors';
import { checkedName } from '../naming/words.ts';
import type { LocationEvent } from './events.ts';

/** One location as its stream tells it. */
export type LocationState = { readonly stage: 'absent' } | { readonly stage: 'created' };

/** Create a location. */
export type CreateLocation = {
  readonly type: 'CreateLocation';
  readonly locationId: string;
  readonly name: string;
  readonly timeZone: string;
  readonly natGroup: string | null;
};

/** The decider of the stream `location-<id>`. */
export const location: Decider<LocationState, CreateLocation, LocationEvent> & { category: string } = {
  category: 'location',
  initialState: { stage: 'absent' },
  decide(command, state) {
    if (state.stage === 'created') throw new Refusal('CONFLICT', 'This location exists already.');
    const { locationId } = command;
    const name = checkedName('name', command.name);
    const timeZone = checkedTimeZone(command.timeZone);
    const natGroup = command.natGroup === null ? null : checkedName('natGroup', command.natGroup);
    return [{ type: 'LocationCreated', data: { locationId, name, timeZone, natGroup } }];
  },
  evolve(state, event) {
    switch (event.type) {
      case 'LocationCreated':
        return { stage: 'created' };
      default:
        return state;
    }
  },
};

/** The time zone in its canonical spelling. Offsets such as `+02:00` are refused: they know no summer time. */
function checkedTimeZone(name: string): string {
  const refused = new Refusal(
    'INVALID_INPUT',
    `"${name.slice(0, 50)}" is not a time zone. Use an IANA name such as Europe/Amsterdam.`,
    { element: 'timeZone' },
  );
  if (!/^[A-Za-z]/.test(name)) throw refused;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    throw refused;
  }
}
