/** A remark inside a panel or form. Severity is the shape of its left bar and its icon, never the colour of its text. */
import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';

interface NoticeProps {
  tone?: 'info' | 'warning' | 'critical';
  title?: string;
  children?: ReactNode;
}

/** Said at once to screen readers when it is critical, politely otherwise. */
export function Notice({ tone = 'info', title, children }: NoticeProps) {
  return (
    <div
      role={tone === 'critical' ? 'alert' : 'status'}
      className={`flex items-start gap-2 rounded-sm bg-hover px-3 py-2 text-sm ${bars[tone]}`}
    >
      {tone !== 'info' && (
        <span className="mt-px">
          <Icon name="alert" />
        </span>
      )}
      <div className="min-w-0">
        {title !== undefined && <p className="font-medium">{title}</p>}
        {children !== undefined && <div className="text-xs text-muted">{children}</div>}
      </div>
    </div>
  );
}

const bars = {
  info: 'border-l-[3px] border-dotted border-muted',
  warning: 'border-l-[3px] border-double border-replaying',
  critical: 'border-l-[3px] border-solid border-quarantined',
};
