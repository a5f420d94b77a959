/** The program `flotilla`: what pipelines call to publish artifacts. */
import { cliEnvironment } from './config.ts';
import { runCli } from './run.ts';

process.exitCode = await runCli(process.argv.slice(2), {
  environment: cliEnvironment(),
  streams: {
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
  },
});
