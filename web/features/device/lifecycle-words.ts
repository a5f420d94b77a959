/**
 * What each action on the life of a device does, when it is possible, and what it touches, in words. Pure: the API
 * decides, and these words only spare a refusal and say beforehand what will follow.
 */
import type { ConnectivityMode, LifecyclePhase, TrustState } from '../../gql/graphql.ts';

/** An action on the trust or the life of one device. */
export type LifecycleAction = 'quarantine' | 'release' | 'rotate' | 'decommission' | 'retire' | 'revoke';

/** What the words depend on. */
export interface LifecycleFacts {
  name: string;
  trust: TrustState;
  phase: LifecyclePhase;
  connectivity: { mode: ConnectivityMode };
}

/** The words of an action. `verb` is that of its button. */
export interface ActionWords {
  verb: string;
  title: string;
  done: string;
  /** What it touches, line by line. */
  touches: readonly string[];
}

/** Why a state does not allow the action, whoever asks; undefined when it does. */
export function whyNotPossible(action: LifecycleAction, { trust, phase }: LifecycleFacts): string | undefined {
  if (phase === 'RETIRED') return 'The device is retired; that is final.';
  switch (action) {
    case 'quarantine':
      return trust === 'TRUSTED' ? undefined : trustWords(trust, 'Only a trusted device can be quarantined.');
    case 'release':
      return trust === 'QUARANTINED' ? undefined : 'The device is not in quarantine.';
    case 'rotate':
      return trust === 'TRUSTED' || trust === 'QUARANTINED'
        ? undefined
        : trustWords(trust, 'Only a trusted or quarantined device has credentials to rotate.');
    case 'decommission':
      if (phase === 'DECOMMISSIONING') return 'It is on its way out of service already.';
      return phase === 'ACTIVE' || phase === 'QUARANTINED'
        ? undefined
        : `A device is taken out of service from active or from quarantine; this one is ${phase.toLowerCase()}.`;
    case 'retire':
      return phase === 'DECOMMISSIONING'
        ? undefined
        : 'Only a decommissioned device is retired: decommission it first.';
    case 'revoke':
      return trust === 'REVOKED' ? 'The device is already revoked; that is final.' : undefined;
  }
}

/** The words of an action on a device. */
export function wordsOf(action: LifecycleAction, { name, connectivity: { mode } }: LifecycleFacts): ActionWords {
  const one = `1 device, ${mode.toLowerCase().replaceAll('_', ' ')} now.`;
  const isHere = mode === 'LIVE' || mode === 'DELAYED';
  switch (action) {
    case 'quarantine':
      return {
        verb: 'Quarantine',
        title: `Quarantine ${name}`,
        done: `${name} is quarantined`,
        touches: [
          `${one} It keeps sending heartbeats and stays visible.`,
          'All else it sends from this moment on is diverted and waits for a decision.',
          'It can be released again.',
        ],
      };
    case 'release':
      return {
        verb: 'Release',
        title: `Release ${name}`,
        done: `${name} takes part again`,
        touches: [
          `${one} What it sends is taken in again from this moment on.`,
          'What was diverted stays in quarantine until it is released or discarded.',
        ],
      };
    case 'rotate':
      return {
        verb: 'Rotate',
        title: `Rotate the credentials of ${name}`,
        done: `The credentials of ${name} are rotated`,
        touches: [
          `${one} ${isHere ? 'Its next call is refused.' : 'It learns of it when it returns.'}`,
          'The agent then makes a new key, which the old one proves for as long as the domain allows.',
          'A copy of its key held by somebody else is worth nothing afterwards.',
        ],
      };
    case 'decommission':
      return {
        verb: 'Decommission',
        title: `Take ${name} out of service`,
        done: `${name} is on its way out of service`,
        touches: [
          `${one} What waits for it is cancelled and its trust ends.`,
          isHere ? 'Its agent clears its state and stops.' : 'Its agent clears its state if it is heard again.',
          'It cannot be undone. To come back it needs a new enrollment token.',
        ],
      };
    case 'retire':
      return {
        verb: 'Retire',
        title: `Retire ${name}`,
        done: `${name} is retired`,
        touches: [
          '1 decommissioned device. It leaves every list that does not ask for retired ones.',
          'What is known of it is kept for as long as its retention class says. It is final.',
        ],
      };
    case 'revoke':
      return {
        verb: 'Revoke',
        title: `Revoke ${name}`,
        done: `${name} is revoked`,
        touches: [
          `${one} ${isHere ? 'It is refused from its next call on.' : refusedAway}`,
          'Its agent clears its key and stops. It sends no more telemetry.',
          'It cannot be undone. To come back it needs a new enrollment token.',
        ],
      };
  }
}

const refusedAway = 'It is away: it learns of it when it returns, and is refused until then as well.';

function trustWords(trust: TrustState, otherwise: string): string {
  if (trust === 'QUARANTINED') return 'The device is in quarantine already.';
  return trust === 'REVOKED' ? 'The device is revoked; that is final.' : otherwise;
}
