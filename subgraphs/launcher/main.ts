/** The launcher's program; `start.ts` compiles it and becomes it. */
import { launch } from './launch.ts';

await launch(process.argv.slice(2));
