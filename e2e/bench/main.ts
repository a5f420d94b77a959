/** `npm run bench -- <name> [options]`: the measurements behind every figure the documents quote. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const benches: Readonly<Record<string, { readonly program: string; readonly what: string }>> = {
  fleet: {
    program: './fleet.ts',
    what: 'virtual agents over real mTLS: batches stored, acknowledgement and live latency',
  },
  storm: {
    program: './storm.ts',
    what: 'two thousand devices return with journals of 72 hours while a thousand live ones are heard',
  },
  api: {
    program: './api.ts',
    what: 'heartbeats, state reports, registrations, lists and counts at 1k, 10k and 50k devices',
  },
  attention: {
    program: './attention.ts',
    what: 'how soon the attention queue shows a fact: 10k devices, 1k facts a second',
  },
  rollout: {
    program: '../../subgraphs/rollouts/dist/orchestrator/rollout.bench.js',
    what: 'never more busy at once than allowed, leases a second, and how soon a failing rollout stops: 10k devices',
  },
  log: { program: '../../subgraphs/kernel/dist/log/log.bench.js', what: 'events appended and projected per second' },
  agent: { program: './agent.ts', what: "the agent's memory and CPU over minutes" },
};

const [name, ...rest] = process.argv.slice(2);
const bench = name === undefined ? undefined : benches[name];
if (!bench) {
  const list = Object.entries(benches).map(([each, { what }]) => `  ${each.padEnd(11)}${what}\n`);
  const isHelp = name === '--help' || name === '-h';
  (isHelp ? process.stdout : process.stderr).write(
    `Usage: npm run bench -- <name> [--json] [--help]\n${list.join('')}`,
  );
  process.exit(isHelp ? 0 : 2);
}
const child = spawn(process.execPath, [fileURLToPath(new URL(bench.program, import.meta.url)), ...rest], {
  stdio: 'inherit',
});
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
