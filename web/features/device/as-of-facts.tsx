/** How a device was at one moment of the past: the readable word and what it was made from. */
import { LabelList } from '../devices/label-list.tsx';
import { FactList } from './fact-list.tsx';

interface AsOfFactsProps {
  /** Null before it claimed. */
  past: {
    name: string;
    stateWord: string;
    agentVersion: string;
    labels: readonly { key: string; value: string }[];
    authority: { authorityId: string; masterOfRecord: string; epoch: number };
    domain: { name: string };
    location?: { name: string } | null;
  } | null;
}

/** Facts in one list; or that there was no such device yet. */
export function AsOfFacts({ past }: AsOfFactsProps) {
  if (past === null) return <p className="text-muted">It had not asked to join yet.</p>;
  const { authority } = past;
  return (
    <FactList
      facts={[
        { term: 'State', value: <code className="font-semibold">{past.stateWord}</code> },
        { term: 'Name', value: past.name },
        { term: 'Domain', value: past.domain.name },
        { term: 'Location', value: past.location?.name ?? null, absence: 'none' },
        { term: 'Agent', value: past.agentVersion === '' ? null : <code>{past.agentVersion}</code> },
        { term: 'Authority', value: `${authority.masterOfRecord} ${authority.authorityId}, epoch ${authority.epoch}` },
        { term: 'Labels', value: <LabelList labels={past.labels} max={6} wraps /> },
      ]}
    />
  );
}
