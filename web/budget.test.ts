import { expect, it } from 'vitest';
import { scriptsOf } from './budget.ts';

it('counts every script a modern browser loads at first, once', () => {
  const html = [
    '<script src="/_next/static/chunks/a.js" async=""></script>',
    '<script src="/_next/static/chunks/a.js"></script>',
    '<script noModule="" src="/_next/static/chunks/old.js"></script>',
    '<script src="/_next/static/chunks/b.js?dpl=1"></script><script>inline</script>',
  ].join('');
  expect(scriptsOf(html)).toEqual(['static/chunks/a.js', 'static/chunks/b.js']);
});
