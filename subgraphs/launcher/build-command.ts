/** `npm run build`: builds whatever is out of date, as `npm start` would. */
import { buildWhatIsStale } from './build.ts';
import { messageOf } from './start-failure.ts';

try {
  const { built, outdated } = await buildWhatIsStale((line) => console.error(line.trim()));
  console.log(built.length > 0 ? `built: ${built.join(', ')}` : 'everything is up to date');
  process.exitCode = outdated.length > 0 ? 1 : 0;
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}
