/** Leaving: the API ends the session and sends the browser on, to the issuer's own goodbye where it has one. */
import { apiUrl } from '../live/runtime-config.ts';

/** Under this key the sign-in page learns that the person left on purpose. */
export const SIGNED_OUT_KEY = 'flotilla.signedOut';

/** Nothing to say any more: the person comes in again. */
export function forgetSignOut(): void {
  try {
    sessionStorage.removeItem(SIGNED_OUT_KEY);
  } catch {
    // There was nothing to forget.
  }
}

/** A form and not a request by script, because the answer is a page somewhere else. */
export function signOut(): void {
  try {
    sessionStorage.setItem(SIGNED_OUT_KEY, '1');
  } catch {
    // Only the farewell is lost.
  }
  const form = document.createElement('form');
  form.method = 'POST';
  form.action = `${apiUrl()}/auth/logout`;
  document.body.append(form);
  form.submit();
}
