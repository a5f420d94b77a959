'use client';
/** Says, when it is so, that not all of the fleet answers, and leads to the part that does not. */
import Link from 'next/link';
import { scopedHref } from '../../live/scope.ts';
import { Icon } from '../../ui/icon.tsx';
import { Menu } from '../../ui/menu.tsx';
import type { Answering, CountedDomain } from './answering.ts';

const className =
  'flex h-7 items-center gap-1.5 rounded border border-line bg-panel px-2 text-xs text-ink hover:bg-hover';

interface AnswersChipProps {
  answering: Answering<CountedDomain>;
  scope: string | null;
}

/** Nothing while everybody answers. One missing domain is a link, several are a menu of links. */
export function AnswersChip({ answering: { asked, missing }, scope }: AnswersChipProps) {
  const [first, ...others] = missing;
  if (first === undefined) return null;
  const words = `${asked - missing.length} of ${asked} ${asked === 1 ? 'domain' : 'domains'} answered`;
  const content = (
    <>
      <Icon name="alert" size={14} />
      <span className="figures">{words}</span>
    </>
  );
  if (others.length > 0) {
    return (
      <Menu
        label="Domains that do not answer"
        align="end"
        items={missing.map(({ name, slug }) => ({ label: name, hint: slug, href: scopedHref(slug, '/') }))}
        trigger={
          <button type="button" className={className}>
            {content}
            <Icon name="chevron" size={12} />
          </button>
        }
      />
    );
  }
  const title = `No device of ${first.name} is heard now; what is shown of it is its last known state`;
  return first.slug === scope ? (
    <span className={className} title={title}>
      {content}
    </span>
  ) : (
    <Link href={scopedHref(first.slug, '/')} className={className} title={title}>
      {content}
    </Link>
  );
}
