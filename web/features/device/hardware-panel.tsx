/** What a device is, as it reads from its own firmware: maker, model, serial, parts, and what is below its system. */
import { Panel } from '../../ui/panel.tsx';
import { FactList } from './fact-list.tsx';
import type { SupplyChainFacts } from './supply-chain-fragment.ts';

const absence = 'not readable there';

/** Facts, then parts and firmware as lists. */
export function HardwarePanel({ hardware, firmware }: Pick<SupplyChainFacts, 'hardware' | 'firmware'>) {
  const { manufacturer, model, serial, parts } = hardware;
  return (
    <Panel title="Hardware and firmware">
      <FactList
        facts={[
          { term: 'Maker', value: manufacturer, absence },
          { term: 'Model', value: model, absence },
          { term: 'Serial', value: serial && <code className="figures">{serial}</code>, absence },
          ...firmware.map(({ name, vendor, version }) => ({
            term: name,
            value: [version, vendor].filter(Boolean).join(' by '),
          })),
          ...(firmware.length === 0 ? [{ term: 'Firmware', value: null, absence }] : []),
        ]}
      />
      <section className="mt-3">
        <h3 className="mb-1 text-xs font-semibold text-muted">Parts</h3>
        {parts.length === 0 ? (
          <p className="text-muted">None could be read.</p>
        ) : (
          <ul>
            {parts.map(({ kind, name, vendor, serial: partSerial }, index) => (
              // Two parts may be alike in everything that can be read.
              // oxlint-disable-next-line react/no-array-index-key
              <li key={index} className="flex flex-wrap gap-x-2 border-b border-line py-1 last:border-0">
                <span className="w-20 text-muted">{kind}</span>
                <span className="min-w-0 break-words">{name}</span>
                {vendor !== null && <span className="text-muted">{vendor}</span>}
                {partSerial !== null && <code className="figures text-muted">{partSerial}</code>}
              </li>
            ))}
          </ul>
        )}
      </section>
    </Panel>
  );
}
