/** A health check while somebody writes it. */
import { SlipError, wholeIn } from './slip.ts';

/** How a device can know that it is well. */
export const checkKinds = ['exit', 'http', 'command', 'control-plane'] as const;

/** One check, as typed and chosen. */
export interface CheckDraft {
  key: number;
  kind: (typeof checkKinds)[number];
  /** An address for http, a command line for command. */
  target: string;
  timeoutS: string;
}

/** The check as devices read it. Throws a slip that names the element. */
export function checkInput({ kind, target, timeoutS }: CheckDraft, element: string): Record<string, unknown> {
  const seconds = wholeIn(timeoutS, `${element}.timeoutS`);
  if (kind === 'http') {
    if (!/^https?:\/\/\S+$/.test(target.trim())) throw new SlipError(element, 'Write an address on the device itself.');
    return { kind, url: target.trim(), status: 200, timeoutS: seconds };
  }
  if (kind === 'command') {
    const argv = target.split(/\s+/).filter((word) => word !== '');
    if (argv.length === 0) throw new SlipError(element, 'Write the program and its arguments.');
    return { kind, argv, timeoutS: seconds };
  }
  return { kind, timeoutS: seconds };
}
