/** Who did something: a person by name with the address behind it, everything else in words. */
import { actorWords } from './actor-words.ts';

interface ActorProps {
  /** As the log names it, e.g. `user:<id>`. */
  actor: string;
  actorUser: { name: string; email: string } | null;
  deviceId: string;
}

/** The name in ink; the address is told on demand, since names repeat. */
export function Actor({ actor, actorUser, deviceId }: ActorProps) {
  const words = actorWords(actor, deviceId, actorUser);
  if (actorUser === null) return words;
  return (
    <span className="text-ink" title={actorUser.email}>
      {words}
    </span>
  );
}
