'use client';
/** Whose signatures the tenant believes, in which role and how long, and how many different keys must sign. */
import { parseAsString, useQueryState } from 'nuqs';
import { useState } from 'react';
import { getFragmentData } from '../../gql/fragment-masking.ts';
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { useLiveQuery } from '../../live/use-live-query.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useRoleBlock } from '../device/use-role-block.ts';
import { AddKeyDialog } from './add-key-dialog.tsx';
import { ArtifactsHead } from './artifacts-head.tsx';
import { KeyPeek } from './key-peek.tsx';
import { KeyTable } from './key-table.tsx';
import { SigningKey_KeyFragment } from './signing-key-fragment.ts';
import { ThresholdsPanel } from './thresholds-panel.tsx';

const SigningKeys_KeysQuery = graphql(`
  query SigningKeys_KeysQuery {
    signingKeys {
      ...SigningKey_KeyFragment
    }
    signingThresholds {
      role
      threshold
    }
  }
`);

/** The page's content; the key that is looked at stands in the URL. */
export function SigningKeys() {
  const { data, error, retry } = useLiveQuery(SigningKeys_KeysQuery, {});
  const [chosen, setChosen] = useQueryState('key', parseAsString);
  const [isAdding, setIsAdding] = useState(false);
  const whyNotHold = useRoleBlock('TENANT_ADMIN');
  const keys = data?.signingKeys.map((key) => getFragmentData(SigningKey_KeyFragment, key));
  const shown = keys?.find(({ keyId }) => keyId === chosen);
  return (
    <>
      <ArtifactsHead title="Signing keys">
        <Button tone="primary" disabledBecause={whyNotHold} onClick={() => setIsAdding(true)}>
          Add a key…
        </Button>
      </ArtifactsHead>
      <div className="flex flex-col gap-3">
        <Panel title="Keys" flush aside="newest first">
          {keys === undefined ? (
            error ? (
              <Failed what="The signing keys" height={240} {...describeFailure(error)} onRetry={retry} />
            ) : (
              <Skeleton height={240} label="Loading the signing keys" />
            )
          ) : keys.length === 0 ? (
            <Empty title="No key is trusted yet">
              Until there is a release key, every artifact is rejected. Make a key pair in your pipeline, keep the
              private half there, and add the public half here.
            </Empty>
          ) : (
            <KeyTable keys={keys} chosen={chosen} onChoose={(keyId) => void setChosen(keyId)} />
          )}
        </Panel>
        {data && keys && <ThresholdsPanel thresholds={data.signingThresholds} keys={keys} onChanged={retry} />}
      </div>
      {data && keys && shown && (
        <KeyPeek
          signingKey={shown}
          keys={keys}
          thresholds={data.signingThresholds}
          onChanged={retry}
          onClose={() => void setChosen(null)}
        />
      )}
      {isAdding && <AddKeyDialog onClose={() => setIsAdding(false)} onAdded={retry} />}
    </>
  );
}
