'use client';
/** How an artifact gets here: by the command line of a pipeline, since the bytes do not belong in a form. */
import { useState } from 'react';
import { apiUrl } from '../../live/runtime-config.ts';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { Dialog } from '../../ui/dialog.tsx';

/** The button and what it shows. `name` is put in the commands where it is known. */
export function PushHelpButton({ name = 'till' }: { name?: string }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>How to push one…</Button>
      {isOpen && <PushHelp name={name} onClose={() => setIsOpen(false)} />}
    </>
  );
}

function PushHelp({ name, onClose }: { name: string; onClose: () => void }) {
  const file = `${name.split('/').at(-1)}.tar.gz`;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Push an artifact"
      description="From a pipeline or a terminal. It registers, uploads and signs; a push that broke off goes on where it was."
      footer={<Button onClick={onClose}>Close</Button>}
      width="720px"
    >
      <div className="flex flex-col gap-3">
        <CopyField
          label="1. Where the API is, and a token of a service account with the scope fleet:write"
          value={`export FLOTILLA_API_URL=${apiUrl()} FLOTILLA_TOKEN=…`}
        />
        <CopyField
          label="2. Push, sign, and attach the bill of materials"
          value={`npx flotilla artifact push ${file} --name ${name} --version 1.0.0 --key release.pem --sbom ${name.split('/').at(-1)}.cdx.json`}
          isMultiline
        />
        <CopyField
          label="3. Let it be used in the first channel"
          value={`npx flotilla artifact promote ${file} --channel dev`}
        />
        <p className="text-xs text-muted">
          The public half of <code className="figures">release.pem</code> has to be among the signing keys, or the
          artifact is rejected. Signatures of cosign can be attached with{' '}
          <code className="figures">flotilla artifact attach</code>; <code className="figures">flotilla --help</code>{' '}
          lists everything.
        </p>
      </div>
    </Dialog>
  );
}
