/** Where a rollout, a wave and a device of one are, as glyph, word and ground. */
import type { RolloutState } from '../../gql/graphql.ts';
import { Badge, LineGlyph } from '../../ui/badge.tsx';
import { bucketsOf, type CountKey, stateWords, type WaveLook, waveWords } from './rollout-words.ts';

type Look = { readonly color: string; readonly drawing: string };

/** The state of a rollout. */
export function RolloutBadge({ state }: { state: RolloutState }) {
  return <WordBadge {...stateWords[state]} look={stateLooks[state]} />;
}

/** What a wave is shown as. */
export function WaveBadge({ look }: { look: WaveLook }) {
  return <WordBadge {...waveWords[look]} look={waveLooks[look]} />;
}

/** The bucket a device is in, on its way there or back. */
export function BucketBadge({ bucket, isBack }: { bucket: CountKey; isBack: boolean }) {
  const words = bucketsOf(isBack).find(({ key }) => key === bucket);
  return <WordBadge word={words?.word ?? bucket} meaning={words?.meaning ?? ''} look={bucketLook(bucket, isBack)} />;
}

/** The glyph of a state alone; the word must stand beside it. */
export function RolloutGlyph({ state }: { state: RolloutState }) {
  return <LineGlyph color={colorOf(stateLooks[state])} drawing={stateLooks[state].drawing} />;
}

/** The glyph of a bucket alone; the word must stand beside it. */
export function BucketGlyph({ bucket, isBack = false }: { bucket: CountKey; isBack?: boolean }) {
  const look = bucketLook(bucket, isBack);
  return <LineGlyph color={colorOf(look)} drawing={look.drawing} />;
}

/** The colour of a bucket; for grounds and bars, never for text. */
export function bucketColor(bucket: CountKey): string {
  return colorOf(bucketLooks[bucket]);
}

function WordBadge({ word, meaning, look }: { word: string; meaning: string; look: Look }) {
  const color = colorOf(look);
  return (
    <Badge color={color} title={`${word}: ${meaning}`} glyph={<LineGlyph color={color} drawing={look.drawing} />}>
      {word}
    </Badge>
  );
}

/** Who is back came to a good end as well: the same colour, with another glyph. */
function bucketLook(bucket: CountKey, isBack: boolean): Look {
  const look = bucketLooks[bucket];
  return isBack && bucket === 'done' ? { ...look, drawing: stateLooks.ROLLED_BACK.drawing } : look;
}

function colorOf({ color }: Look): string {
  return `var(--color-${color})`;
}

const list = 'M3 4h10M3 8h10M3 12h6';
const play = 'M4 3l9 5-9 5z';
const tick = 'm2.5 8.5 3.6 3.6L13.5 4';
const cross = 'm3.5 3.5 9 9m0-9-9 9';
const barred = 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM4 12l8-8';
const clock = 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 5v3.2l2.2 1.6';

const stateLooks: Readonly<Record<RolloutState, Look>> = {
  DRAFT: { color: 'disconnected', drawing: list },
  RUNNING: { color: 'delayed', drawing: play },
  PAUSED: { color: 'returning', drawing: 'M5 3v10M11 3v10' },
  ROLLING_BACK: { color: 'replaying', drawing: 'M13 3 8 8l5 5M8 3 3 8l5 5' },
  FINISHED: { color: 'live', drawing: tick },
  ABORTED: { color: 'autonomous', drawing: barred },
  ROLLED_BACK: { color: 'edge-cached', drawing: 'M3 6h6.5a3.5 3.5 0 0 1 0 7H6M6 3 3 6l3 3' },
};

const waveLooks: Readonly<Record<WaveLook, Look>> = {
  WAITING: { color: 'disconnected', drawing: clock },
  OPEN: { color: 'delayed', drawing: play },
  PASSED: { color: 'live', drawing: tick },
  STOPPED: { color: 'replaying', drawing: 'M4 4h8v8H4z' },
  NOT_OPENED: { color: 'disconnected', drawing: 'M3 8h10' },
};

const bucketLooks: Readonly<Record<CountKey, Look>> = {
  done: { color: 'live', drawing: tick },
  alreadyInstalled: { color: 'edge-cached', drawing: 'm1.5 8.5 3 3L11 4M8 11.5 14.5 4' },
  applying: { color: 'delayed', drawing: play },
  deferred: { color: 'disconnected', drawing: clock },
  unreachable: { color: 'autonomous', drawing: 'M8 1.5 14.5 8 8 14.5 1.5 8z' },
  failed: { color: 'replaying', drawing: cross },
  incapable: { color: 'returning', drawing: barred },
  withdrawn: { color: 'disconnected', drawing: 'M3 8h10' },
};
