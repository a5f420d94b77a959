'use client';
/**
 * Enrolling a device from one page: issue a token, run its command on the device, see the device arrive, approve it.
 * Below are the tokens that were issued and the rules that approve without a person.
 */
import { useCallback, useState } from 'react';
import { PageTitle } from '../../ui/page-title.tsx';
import { Panel } from '../../ui/panel.tsx';
import './enroll.css';
import { IssuedToken } from './issued-token.tsx';
import { PendingDevices } from './pending-devices.tsx';
import { RuleList } from './rule-list.tsx';
import { type IssuedTokenFacts, TokenForm } from './token-form.tsx';
import { TokenList } from './token-list.tsx';

/** The whole page. */
export function EnrollDesk() {
  const [issued, setIssued] = useState<IssuedTokenFacts | null>(null);
  const [revision, setRevision] = useState(0);
  const changed = useCallback(() => setRevision((before) => before + 1), []);
  const take = (facts: IssuedTokenFacts | null) => {
    setIssued(facts);
    changed();
  };
  return (
    <>
      <PageTitle title="Enroll a device" />
      <div className="enroll-desk">
        <Panel title={issued === null ? 'New token' : 'Your new token'}>
          {issued === null ? <TokenForm onIssued={take} /> : <IssuedToken issued={issued} onDone={() => take(null)} />}
        </Panel>
        <PendingDevices onChange={changed} />
        <div className="enroll-wide">
          <RuleList />
          <TokenList revision={revision} />
        </div>
      </div>
    </>
  );
}
