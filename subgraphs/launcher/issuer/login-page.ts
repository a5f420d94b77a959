/** The sign-in page of the development issuer: every development user as one button, and a form for typing. */
import { developmentPassword, developmentUsers, type DevelopmentUser } from './users.ts';

const style = `
  :root { color-scheme: light dark; --ink: light-dark(#16202b, #e6edf3); --soft: light-dark(#5a6875, #93a1af);
    --ground: light-dark(#f4f6f8, #0d1319); --card: light-dark(#ffffff, #151d26); --line: light-dark(#d7dee5, #28333f);
    --accent: light-dark(#0b6bcb, #58a6ff); }
  * { box-sizing: border-box; }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 24px; background: var(--ground);
    color: var(--ink); font: 15px/1.45 system-ui, sans-serif; }
  main { width: min(460px, 100%); background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 28px; }
  h1 { margin: 0; font-size: 20px; } h2 { margin: 22px 0 8px; font-size: 12px; color: var(--soft); font-weight: 600; }
  p { margin: 4px 0 0; color: var(--soft); } form { margin: 0; }
  .choice { width: 100%; display: flex; justify-content: space-between; gap: 12px; align-items: baseline; text-align: left;
    font: inherit; color: inherit; background: none; border: 1px solid var(--line); border-radius: 8px; padding: 9px 12px;
    margin-bottom: 6px; cursor: pointer; }
  .choice:hover, .choice:focus-visible { border-color: var(--accent); outline: 2px solid transparent; }
  .choice:focus-visible { outline-color: var(--accent); } .choice small { color: var(--soft); }
  label { display: block; margin-top: 10px; font-size: 13px; color: var(--soft); }
  input { width: 100%; margin-top: 4px; padding: 9px 10px; font: inherit; color: inherit; background: var(--ground);
    border: 1px solid var(--line); border-radius: 8px; }
  .submit { margin-top: 14px; width: 100%; padding: 10px; font: inherit; font-weight: 600; border: 0; border-radius: 8px;
    background: var(--accent); color: light-dark(#fff, #06121f); cursor: pointer; }
  .wrong { margin-top: 12px; color: light-dark(#b3261e, #ff8b82); } summary { margin-top: 18px; cursor: pointer; color: var(--soft); }
`;

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => escapes[character] ?? character);

function choice(user: DevelopmentUser, action: string): string {
  return `<form method="post" action="${action}">
    <input type="hidden" name="email" value="${escape(user.email)}">
    <input type="hidden" name="password" value="${developmentPassword}">
    <button class="choice" data-email="${escape(user.email)}"><span>${escape(user.email)}</span><small>${escape(user.role)}</small></button>
  </form>`;
}

/** The page of one sign-in. `complaint` says why the attempt before it failed. */
export function loginPage(interactionId: string, complaint?: { text: string; email: string }): string {
  const action = `/interaction/${encodeURIComponent(interactionId)}`;
  const tenants = [...new Set(developmentUsers.map((user) => user.tenant))];
  const choices = tenants.map((tenant) => {
    const members = developmentUsers.filter((user) => user.tenant === tenant);
    return `<section aria-label="${escape(tenant)}"><h2>${escape(tenant)}</h2>${members.map((user) => choice(user, action)).join('')}</section>`;
  });
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sign in · Flotilla development</title><style>${style}</style></head>
<body><main>
  <h1>Sign in to Flotilla</h1>
  <p>Development sign-in: choose who you want to be.</p>
  ${complaint ? `<p class="wrong" role="alert">${escape(complaint.text)}</p>` : ''}
  ${choices.join('\n')}
  <details${complaint ? ' open' : ''}><summary>Sign in with a password</summary>
    <form method="post" action="${action}">
      <label>E-mail<input name="email" type="email" autocomplete="username" required value="${escape(complaint?.email ?? '')}"></label>
      <label>Password<input name="password" type="password" autocomplete="current-password" required></label>
      <button class="submit">Sign in</button>
    </form>
  </details>
</main></body></html>`;
}

/**
 * The page between the console's sign-out and the way back to it. `form` is the provider's own, with its guard against
 * foreign pages. It sends itself: whoever pressed "Sign out" has said so already; without scripts a button remains.
 */
export function signOutPage(form: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sign out · Flotilla development</title><style>${style}</style></head>
<body><main><h1>Signing out</h1>${form}
  <button class="submit" type="submit" form="op.logoutForm" name="logout" value="yes">Sign out</button>
</main><script>document.querySelector('button').click()</script></body></html>`;
}

/** A page for what cannot go on, such as a sign-in that was left open for too long. */
export function messagePage(title: string, text: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title><style>${style}</style></head>
<body><main><h1>${escape(title)}</h1><p>${escape(text)}</p></main></body></html>`;
}
