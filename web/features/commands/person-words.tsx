'use client';
/**
 * Who did something: "you", or a person by name with the address behind it. Where the name is not known, the beginning
 * of the identity is still enough to tell two people apart.
 */
import { useViewer } from '../../live/viewer.tsx';

interface PersonWordsProps {
  /** As the log names it, e.g. `user:<id>`. */
  actor: string;
  /** Null for a program, and for a person whose name cannot be had. */
  person: { name: string; email: string } | null;
}

/** Words in a sentence; the address or the whole identity on hover. */
export function PersonWords({ actor, person }: PersonWordsProps) {
  const { user } = useViewer();
  if (actor === `user:${user.id}`) return <>you</>;
  if (person) {
    return (
      <span className="text-ink" title={person.email}>
        {person.name}
      </span>
    );
  }
  const [kind = '', id = ''] = actor.split(':');
  return (
    <span title={actor}>
      {kind === 'service' ? 'the service' : 'the person'} <code className="figures">{id.slice(0, 8)}</code>
    </span>
  );
}
