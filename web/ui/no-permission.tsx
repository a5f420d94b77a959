/** What stands where the viewer may not look: it names the role that may, so that one knows what to ask for. */
import { Icon } from './icon.tsx';

/** `what` is what cannot be seen or done; `needs` the role in words, e.g. "operator". */
export function NoPermission({ what, needs }: { what: string; needs: string }) {
  return (
    <div className="flex min-h-32 flex-col items-center justify-center gap-2 px-4 py-8 text-center">
      <Icon name="lock" size={20} />
      <p className="font-medium">
        {what} needs the role {needs}
      </p>
      <p className="text-xs text-muted">Your tenant administrator can give it to you.</p>
    </div>
  );
}
