/** Where the browser goes after sign-in: always a path of the console, so that nobody can borrow our redirect. */

const lengthMax = 2000;

/** The path if it is one of our own, else the console's start page. */
export function localPath(wanted: string | null | undefined): string {
  if (!wanted || wanted.length > lengthMax || !/^\/(?![/\\])[\x21-\x7e]*$/.test(wanted)) return '/';
  if (wanted.includes('\\')) return '/';
  const here = new URL('http://console.invalid');
  const there = new URL(wanted, here);
  return there.origin === here.origin ? `${there.pathname}${there.search}${there.hash}` : '/';
}
