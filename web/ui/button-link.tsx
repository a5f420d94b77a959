/** A link that looks like a button, for steps that are addresses. */
import Link from 'next/link';
import type { ReactNode } from 'react';
import { buttonClass, type ButtonTone } from './button.tsx';

/** Goes to a page of the console. */
export function ButtonLink(props: { href: string; tone?: ButtonTone; icon?: ReactNode; children: ReactNode }) {
  return (
    <Link href={props.href} className={buttonClass(props.tone ?? 'plain')}>
      {props.icon}
      {props.children}
    </Link>
  );
}
