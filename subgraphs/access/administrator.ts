/** From who asks to what the user aggregate's rules depend on. */
import type { Viewer } from '@flotilla/kernel/viewer';
import type { Administrator } from './user/user.ts';

/** The authority of a caller over users. A service account administers users but no platform administrator. */
export function administratorOf(viewer: Viewer): Administrator {
  return {
    userId: viewer.kind === 'user' ? viewer.subject : null,
    isPlatformAdmin: viewer.kind === 'system' || viewer.roles.includes('PLATFORM_ADMIN'),
  };
}
