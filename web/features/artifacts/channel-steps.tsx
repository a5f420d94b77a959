/** In which channels an artifact may be used: those it was promoted to, in their order. */
import type { ArtifactChannel } from '../../gql/graphql.ts';
import { artifactChannels, channelMeaning, isUsableIn } from './artifact-words.ts';

/** One frame per channel; before the first there is none. */
export function ChannelSteps({ channel }: { channel: ArtifactChannel | null }) {
  if (channel === null) return <span className="text-muted">no channel yet</span>;
  return (
    <span className="inline-flex items-center gap-1 text-ink">
      {artifactChannels
        .filter((each) => isUsableIn(each, channel))
        .map((each) => (
          <span
            key={each}
            title={channelMeaning[each]}
            className="rounded-sm border border-line px-1 text-xs leading-4"
          >
            {each}
          </span>
        ))}
    </span>
  );
}
