'use client';
/** The settings a domain's devices are judged by: read by everybody, changed by tenant administrators. */
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { useLiveQuery } from '../../live/use-live-query.ts';
import { Failed } from '../../ui/failed.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { SettingsForm } from './settings-form.tsx';

const DomainSettings_DomainQuery = graphql(`
  query DomainSettings_DomainQuery($id: ID!) {
    domain(id: $id) {
      id
      parent {
        id
        name
        settings {
          ...DomainSettings_SettingsFragment
        }
      }
      settings {
        ...DomainSettings_SettingsFragment
      }
    }
  }
`);

/** Reads the settings and those above; the form begins anew when somebody else has changed them. */
export function DomainSettingsTab({ domainId }: { domainId: string }) {
  const { data, error, retry } = useLiveQuery(DomainSettings_DomainQuery, { id: domainId });
  const domain = data?.domain;
  if (!domain) {
    if (error !== undefined) return <Failed what="The settings" {...describeFailure(error)} onRetry={retry} />;
    return <Skeleton height="70vh" label="Loading the settings" />;
  }
  return (
    <SettingsForm
      key={JSON.stringify(domain.settings)}
      domainId={domainId}
      settings={domain.settings}
      parent={domain.parent}
      onSaved={retry}
    />
  );
}
