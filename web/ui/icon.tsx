/** The few icons of the console, drawn here so that no icon package is loaded. All are decorative. */
import type { ReactNode } from 'react';

/** An icon beside or instead of a word; whoever uses it alone names its control. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      className="flex-none"
    >
      {drawings[name]}
    </svg>
  );
}

const drawings = {
  overview: <path d="M2 12.5h12M2 9.5h3v3M6.5 5.5h3v7M11 2.5h3v10" />,
  inbox: <path d="M2 9.5h3.5L6.5 11h3l1-1.5H14M2 9.5 4 3h8l2 6.5V13H2z" />,
  devices: <path d="M2 3h12v4H2zM2 9h12v4H2zM4.5 5h.01M4.5 11h.01" />,
  enroll: <path d="M8 3v10M3 8h10" />,
  status: <path d="M1.5 8h3l2-5 3 10 2-5h3" />,
  artifacts: <path d="M2 5 8 2l6 3v6l-6 3-6-3zM2 5l6 3 6-3M8 8v6" />,
  rollouts: <path d="M2 13.5h3.5V10H9V6.5h3.5V2.5M10 5l2.5-2.5L15 5" />,
  batches: <path d="M2 3.5h3v3H2zM2 9.5h3v3H2zM7.5 5H14M7.5 11H14" />,
  runbooks: <path d="M3.5 2.5h9v11h-9zM6 6l1.5 1.5L6 9M8.5 9.5h2" />,
  health: <path d="M8 13.5S2 9.8 2 6a3 3 0 0 1 6-.8A3 3 0 0 1 14 6c0 3.8-6 7.5-6 7.5z" />,
  search: <path d="M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.7 10.7 14 14" />,
  close: <path d="m4 4 8 8m0-8-8 8" />,
  check: <path d="m3 8.5 3.2 3L13 4.5" />,
  copy: <path d="M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3" />,
  open: <path d="M6 3H3v10h10v-3M9 3h4v4M13 3 7 9" />,
  chevron: <path d="m4.5 6.5 3.5 3.5 3.5-3.5" />,
  menu: <path d="M2.5 4.5h11M2.5 8h11M2.5 11.5h11" />,
  clock: <path d="M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 5v3l2 1.5" />,
  lock: <path d="M3.5 7.5h9v6h-9zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5" />,
  alert: <path d="M8 2 14.5 13.5h-13zM8 6.5v3.2M8 11.6h.01" />,
  sun: (
    <path d="M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM8 1.5v1M8 13.5v1M1.5 8h1M13.5 8h1M3.4 3.4l.7.7M11.9 11.9l.7.7M3.4 12.6l.7-.7M11.9 4.1l.7-.7" />
  ),
  moon: <path d="M13 9.5A5.5 5.5 0 0 1 6.5 3a5.5 5.5 0 1 0 6.5 6.5z" />,
  system: <path d="M2 3h12v8H2zM6 13.5h4" />,
  keyboard: <path d="M1.5 4h13v8h-13zM4 6.5h.01M6.7 6.5h.01M9.3 6.5h.01M12 6.5h.01M5 9.5h6" />,
  pause: <path d="M5.5 3.5v9M10.5 3.5v9" />,
  play: <path d="M5 3.5 12 8l-7 4.5z" />,
} satisfies Record<string, ReactNode>;

/** The names of the icons. */
export type IconName = keyof typeof drawings;
