'use client';
/** How the scope is: each signal with its value, its thresholds, its last hour and what it is made from; and each domain. */
import { describeFailure } from '../../live/describe-failure.ts';
import { useScope } from '../../live/scope.ts';
import { ButtonLink } from '../../ui/button-link.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageTitle } from '../../ui/page-title.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useScopeDomain } from '../overview/use-scope-domain.ts';
import { DomainHealthPanel } from './domain-health-panel.tsx';
import { HealthBadge } from './health-badge.tsx';
import { SignalItem } from './signal-item.tsx';
import { measuredText, scopeStateOf, worstFirstOf } from './signal-words.ts';
import { useSignals } from './use-signals.ts';

/** Of ten signals on lines, and stacked on a phone. */
const SIGNALS_HEIGHT = 'min-h-320 lg:min-h-160';

/** The page's content, for the tenant or the domain of the address. */
export function Health() {
  const scope = useScope();
  const domain = useScopeDomain();
  const domainId = domain.kind === 'known' ? domain.id : null;
  const { signals, error, intakeError, retry } = useSignals(domainId, domain.kind !== 'known');
  if (domain.kind === 'unknown') {
    return (
      <>
        <PageTitle title="Health" />
        <Empty title={`There is no domain called ${domain.slug}`}>
          <ButtonLink href="/health">Health of all domains</ButtonLink>
        </Empty>
      </>
    );
  }
  const name = domain.kind === 'known' ? domain.name : null;
  return (
    <>
      <PageTitle title={name === null ? 'Health' : `Health of ${name}`}>
        {signals && (
          <>
            <HealthBadge state={scopeStateOf(signals)} />
            <span>{measuredText(signals)}</span>
          </>
        )}
      </PageTitle>
      <div className="flex flex-col gap-3">
        <Panel title="Signals" flush>
          <div className={SIGNALS_HEIGHT}>
            {signals ? (
              <ul aria-label="Signals, the worst first">
                {worstFirstOf(signals).map((signal) => (
                  <SignalItem key={signal.name} signal={signal} />
                ))}
              </ul>
            ) : error ? (
              <Failed what="The signals" height={640} onRetry={retry} {...describeFailure(error)} />
            ) : (
              <Skeleton height={640} label="Loading the signals" />
            )}
          </div>
          {signals && intakeError && (
            <Notice tone="warning" title="How much of what devices push is refused is not known now">
              {describeFailure(intakeError).message}
            </Notice>
          )}
        </Panel>
        <DomainHealthPanel scope={scope} />
      </div>
    </>
  );
}
