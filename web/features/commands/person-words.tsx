'use client';
/**
 * Who did something, where the API names an actor and no more: "you", or the beginning of the identity, which is enough
 * to tell two people apart.
 */
import { useViewer } from '../../live/viewer.tsx';

/** Words in a sentence; the whole identity on hover. */
export function PersonWords({ actor }: { actor: string }) {
  const { user } = useViewer();
  if (actor === `user:${user.id}`) return <>you</>;
  const [kind = '', id = ''] = actor.split(':');
  return (
    <span title={actor}>
      {kind === 'service' ? 'the service' : 'the person'} <code className="figures">{id.slice(0, 8)}</code>
    </span>
  );
}
