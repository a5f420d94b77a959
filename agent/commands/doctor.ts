/** `flotilla-agent doctor`: every thing the agent depends on, checked, with the remedy beside each fault. */
import { statfsSync } from 'node:fs';
import { allCollectors, Sampler } from '../collectors/sampler.ts';
import { readPolicy } from '../execution/believing/policy-file.ts';
import type { Policy } from '../execution/believing/policy.ts';
import { exitCodes, reasonOf } from '../failure.ts';
import { certificateFacts, certificateFault } from '../identity/certificate.ts';
import { authorityOf } from '../identity/authority.ts';
import { Journal } from '../journal.ts';
import type { Output } from '../output.ts';
import type { RunStatus } from '../running/status.ts';
import { presentedChain } from '../transport.ts';
import type { CollectorReport } from '../wire.ts';
import type { Invocation } from './arguments.ts';

/** How one check went. WARN is worth knowing, FAIL keeps the agent from its work. */
export type Finding = {
  readonly check: string;
  readonly verdict: 'OK' | 'WARN' | 'FAIL';
  readonly words: string;
  readonly remedy: string | null;
};

/** Runs every check, prints the findings, and answers 0 unless one failed. */
export async function doctor(invocation: Invocation, output: Output): Promise<number> {
  const findings = await findingsOf(invocation);
  const isWell = findings.every((finding) => finding.verdict !== 'FAIL');
  output.data({ isWell, findings }, findings.map(findingLine).join('\n'));
  return isWell ? exitCodes.ok : exitCodes.failure;
}

/** Everything that was found. */
export async function findingsOf({ stateDir, isExecAllowed }: Invocation): Promise<readonly Finding[]> {
  const journal = Journal.find(stateDir);
  const findings: Finding[] = [runtimeFinding(process.versions.node)];
  if (journal) findings.push(...stateFindings(journal), spaceFinding(journal), ...(await serverFindings(journal)));
  else findings.push(fail('state', `${stateDir} does not exist`, 'Enroll this device, or name its --state.'));
  findings.push(
    policyFinding(readPolicy(stateDir, isExecAllowed)),
    ...(await collectorReports()).map(collectorFinding),
  );
  return findings;
}

/** Whether what this device's owner wrote about commands can be understood. */
export function policyFinding({ path, fault }: Pick<Policy, 'path' | 'fault'>): Finding {
  if (path === null) return ok('policy', 'none: every command but EXEC is taken');
  if (fault === null) return ok('policy', path);
  return fail('policy', `${path} cannot be understood, so no command is taken: ${fault}`, 'Correct it, or remove it.');
}

/** One line of the report. */
export function findingLine({ check, verdict, words, remedy }: Finding): string {
  return `${verdict.padEnd(4)}  ${check.padEnd(20)} ${words}${remedy ? `\n      ${' '.repeat(20)} → ${remedy}` : ''}`;
}

/** Whether this version of Node can run the agent. */
export function runtimeFinding(version: string): Finding {
  const [major = 0] = version.split('.').map(Number);
  if (major >= 24) return ok('runtime', `Node ${version}`);
  return fail('runtime', `Node ${version} is too old`, 'Install Node 24.');
}

/** What a collector's state means. A missing source is normal on some kernels; a failing one never is. */
export function collectorFinding({ name, state, reason }: CollectorReport): Finding {
  const check = `collector ${name}`;
  if (state === 'OK') return ok(check, 'reads');
  if (state === 'MISSING') return { check, verdict: 'WARN', words: reason ?? 'is missing', remedy: null };
  return fail(check, reason ?? 'fails', 'Report this line: the kernel says something the agent does not understand.');
}

function stateFindings(journal: Journal): Finding[] {
  const modes = journal.modes();
  const isPrivate = (modes.directory & 0o077) === 0 && ((modes.key ?? 0) & 0o077) === 0;
  const { directory } = journal;
  const findings = [
    isPrivate
      ? ok('state', `${directory} is private`)
      : fail('state', `${directory} can be read by others`, `chmod 700 ${directory} && chmod 600 ${directory}/*.pem`),
  ];
  const [key, authority, certificate] = [journal.key(), journal.authority(), journal.certificate()];
  if (!key || !authority || !certificate) {
    const words = journal.enrollment() ? 'waits for approval' : 'has no certificate';
    return [...findings, fail('identity', words, 'flotilla-agent enroll --token flt1.…')];
  }
  const problem = certificateFault(certificate, key, authority);
  if (problem)
    return [...findings, fail('identity', `the certificate is unfit: ${problem}`, 'Enroll this device again.')];
  return [...findings, certificateFinding(certificateFacts(certificate).notAfterMs, Date.now())];
}

/** Whether the certificate is in time. An expired one is replaced by the running agent, by proof of its key. */
export function certificateFinding(notAfterMs: number, nowMs: number): Finding {
  const until = new Date(notAfterMs).toISOString();
  if (nowMs < notAfterMs) return ok('identity', `certificate until ${until}`);
  return {
    check: 'identity',
    verdict: 'WARN',
    words: `certificate expired on ${until}`,
    remedy: 'Start the agent: it fetches another.',
  };
}

function spaceFinding(journal: Journal): Finding {
  const { bavail, bsize } = statfsSync(journal.directory);
  const megabytes = Math.floor((bavail * bsize) / 1_048_576);
  if (megabytes >= 128) return ok('disk', `${megabytes} MB free`);
  return fail('disk', `${megabytes} MB free`, 'Make room, or run with a smaller --queue-max.');
}

async function serverFindings(journal: Journal): Promise<Finding[]> {
  const enrollment = journal.enrollment();
  if (!enrollment) return [];
  const clock = clockFinding(journal.status<RunStatus>()?.clockSkewMs ?? null);
  try {
    const chain = await presentedChain(enrollment.agentsUrl, 5_000);
    authorityOf(chain, enrollment.caFingerprint);
    return [ok('server', `${enrollment.agentsUrl} answers and is the pinned one`), clock];
  } catch (fault) {
    const remedy = 'Check the address, the network and the firewall from this device.';
    return [fail('server', `${enrollment.agentsUrl}: ${reasonOf(fault)}`, remedy), clock];
  }
}

/** Whether this device's clock agrees with the server's: TLS refuses certificates by the clock. */
export function clockFinding(skewMs: number | null): Finding {
  if (skewMs === null) return { check: 'clock', verdict: 'OK', words: 'not compared yet', remedy: null };
  const seconds = Math.round(skewMs / 1_000);
  if (Math.abs(seconds) < 60) return ok('clock', `within ${Math.abs(seconds)} s of the server's`);
  return {
    check: 'clock',
    verdict: 'WARN',
    words: `${seconds} s from the server's`,
    remedy: 'Set up time synchronisation.',
  };
}

/** Rates need two readings. */
async function collectorReports(): Promise<readonly CollectorReport[]> {
  const sampler = new Sampler(allCollectors());
  sampler.read(performance.now());
  await new Promise((resolve) => setTimeout(resolve, 100));
  sampler.read(performance.now());
  const reports = sampler.reports();
  sampler.close();
  return reports;
}

function ok(check: string, words: string): Finding {
  return { check, verdict: 'OK', words, remedy: null };
}

function fail(check: string, words: string, remedy: string): Finding {
  return { check, verdict: 'FAIL', words, remedy };
}
