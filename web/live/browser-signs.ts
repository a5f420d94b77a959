/** What the browser tells about itself, as far as the feed follows it: its network, and whether anybody sees the tab. */

/** The signs; tests give their own. */
export type BrowserSigns = {
  isOffline: () => boolean;
  onNetworkChange: (changed: () => void) => void;
  isHidden: () => boolean;
  onVisibilityChange: (changed: () => void) => void;
};

/** The signs of the browser this runs in. */
export const browserSigns: BrowserSigns = {
  isOffline: () => !navigator.onLine,
  onNetworkChange: (changed) => {
    addEventListener('online', changed);
    addEventListener('offline', changed);
  },
  isHidden: () => document.hidden,
  onVisibilityChange: (changed) => document.addEventListener('visibilitychange', changed),
};
