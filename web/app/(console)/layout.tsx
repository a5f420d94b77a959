/** Everything behind sign-in: the gate, then the shell, then the page. */
import { type ReactNode, Suspense } from 'react';
import { ApiProvider } from '../../live/api-provider.tsx';
import { ConsoleGate } from '../../shell/console-gate.tsx';
import { ConsoleShell } from '../../shell/console-shell.tsx';

export default function ConsoleLayout({ children }: { children: ReactNode }) {
  return (
    <Suspense>
      <ApiProvider>
        <ConsoleGate>
          <ConsoleShell>{children}</ConsoleShell>
        </ConsoleGate>
      </ApiProvider>
    </Suspense>
  );
}
