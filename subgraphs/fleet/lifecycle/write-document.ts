/** Writes `docs/lifecycle.md` from the tables of transitions. Run it after one of them changed; a test tells. */
import { writeFileSync } from 'node:fs';
import { lifecycleDocument } from './document.ts';

writeFileSync(new URL('../../../docs/lifecycle.md', import.meta.url), lifecycleDocument());
