/** What can be said to a rollout, as the dialogs before it put it: what it does, whom it touches, what is said after. */
import { openWave, type RolloutAction, waveToApprove } from './rollout-actions.ts';
import { devicesText } from './rollout-words.ts';
import type { RolloutDetail } from './use-rollout.ts';

/** An action in words. */
export interface ActionWords {
  /** On the button that opens the dialog. */
  label: string;
  title: string;
  verb: string;
  /** What it does and whom it touches, line by line. */
  touches: readonly string[];
  done: string;
  /** What has to be typed: what the rollout brings, and how many devices it is about. Empty where nothing is typed. */
  phrase: string;
  /** The wave it is about. */
  wave?: number;
}

/** The words of an action on a rollout as it is now. */
export function wordsOf(action: RolloutAction, rollout: RolloutDetail): ActionWords {
  return words[action](rollout);
}

const words: Readonly<Record<RolloutAction, (rollout: RolloutDetail) => ActionWords>> = {
  start: ({ name, artifact }) => ({
    label: 'Start…',
    title: `Start ${name}`,
    verb: 'Start',
    touches: [`Its devices are brought to ${artifact.name} ${artifact.version}, wave by wave.`],
    done: `${name} is started`,
    phrase: '',
  }),
  approve: (rollout) => {
    const wave = waveToApprove(rollout);
    const at = (wave?.index ?? 0) + 1;
    return {
      label: wave ? `Approve wave ${at}…` : 'Approve wave…',
      title: `Approve wave ${at}, ${wave?.name ?? ''}`,
      verb: 'Approve',
      touches: ['It opens when its turn comes: when the wave before it has passed.'],
      done: `Wave ${at} is approved`,
      phrase: '',
      wave: wave?.index ?? 0,
    };
  },
  promote: promoteWords,
  pause: ({ name, counts }) => ({
    label: 'Pause…',
    title: `Pause ${name}`,
    verb: 'Pause',
    touches: [`No further device starts. ${devicesText(counts.applying)} at work will finish.`],
    done: `${name} is paused`,
    phrase: '',
  }),
  resume: ({ name, counts }) => ({
    label: 'Resume…',
    title: `Resume ${name}`,
    verb: 'Resume',
    touches: [
      'Devices start again, under the same budgets.',
      ...(counts.failed > 0 ? [`${devicesText(counts.failed)} that failed until now count no more.`] : []),
    ],
    done: `${name} goes on`,
    phrase: '',
  }),
  retry: ({ counts }) => ({
    label: 'Retry failed only…',
    title: `Retry ${devicesText(counts.failed)}`,
    verb: 'Retry',
    touches: [`Those that failed try once more, and nobody else: ${devicesText(counts.failed)}.`],
    done: `${devicesText(counts.failed)} may try again`,
    phrase: '',
  }),
  rollBack: ({ name, artifact, counts }) => ({
    label: 'Roll back…',
    title: `Roll ${name} back`,
    verb: 'Roll back',
    touches: [
      `Back to what they ran before, under the same budgets: ${devicesText(counts.done)} that changed.`,
      `At work now, and going back after it: ${devicesText(counts.applying)}.`,
      `Will not begin any more: ${devicesText(counts.deferred + counts.unreachable)}.`,
    ],
    done: `${name} rolls back`,
    phrase: `${artifact.name} ${counts.done + counts.applying}`,
  }),
  abort: ({ name, artifact, counts }) => ({
    label: 'Abort…',
    title: `Abort ${name}`,
    verb: 'Abort',
    touches: [
      `Keep the new version: ${devicesText(counts.done)}.`,
      `At work now, and finishing it: ${devicesText(counts.applying)}.`,
      `Will not begin any more: ${devicesText(counts.deferred + counts.unreachable)}.`,
    ],
    done: `${name} is aborted`,
    phrase: `${artifact.name} ${counts.total}`,
  }),
};

function promoteWords(rollout: RolloutDetail): ActionWords {
  const wave = openWave(rollout);
  const [at, waveName, total] = [(wave?.index ?? 0) + 1, wave?.name ?? '', wave?.counts.total ?? 0];
  const after = rollout.waves.find(({ index }) => index === at);
  return {
    label: wave ? `Promote wave ${at}…` : 'Promote wave…',
    title: `Promote wave ${at}, ${waveName}`,
    verb: 'Promote',
    touches: [
      `It passes with ${devicesText(total)}, whatever its gates say.`,
      after ? `Wave ${at + 1}, ${after.name}, comes next.` : 'It is the last wave.',
      ...(wave && wave.counts.failed > 0 ? [`${devicesText(wave.counts.failed)} of it failed.`] : []),
    ],
    done: `Wave ${at} is promoted`,
    phrase: `${waveName} ${total}`,
    wave: wave?.index ?? 0,
  };
}
