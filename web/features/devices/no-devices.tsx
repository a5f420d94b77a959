/** What stands where the list has no rows: which filter made it empty, or that there is nothing to list yet. */
import { useScopedHref } from '../../live/scope.ts';
import { ButtonLink } from '../../ui/button-link.tsx';
import { Empty } from '../../ui/empty.tsx';

interface NoDevicesProps {
  q: string;
  scope: string | null;
  onClear: () => void;
}

/** Names the filter and the scope, and offers the next step. */
export function NoDevices({ q, scope, onClear }: NoDevicesProps) {
  const href = useScopedHref();
  const where = scope === null ? '' : ` in ${scope}`;
  if (q === '') {
    return (
      <Empty title={`There are no devices${where} yet`}>
        <ButtonLink href={href('/enroll')}>Enroll the first one</ButtonLink>
      </Empty>
    );
  }
  return (
    <Empty title="No device matches" onClear={onClear}>
      The filter <code className="figures text-ink">{q}</code>
      {where} leaves nothing.
    </Empty>
  );
}
