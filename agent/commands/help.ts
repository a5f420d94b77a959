/** The whole manual. */
import { exitCodeMeanings } from '../failure.ts';

/** Text of `--help`. */
export function helpText(defaultStateDir: string): string {
  return `flotilla-agent: the program on the device of a Flotilla fleet.

Usage: flotilla-agent <command> [options]

Commands
  run       Report this device to its control plane until stopped. With --token it enrolls first if needed,
            so one command is enough:  flotilla-agent run --token flt1.…
  enroll    Redeem an enrollment token, wait for approval and store the certificate. Repeat it after an
            interruption: it continues where it was.
  status    Show who this device is, and how its running agent does.
  doctor    Check everything the agent depends on, and say what to do about each fault.
  updater   Bring the update of this device to its end, and stop when nothing is left to do.
  bundle apply DIR
            Take an update from a directory that somebody carried here, for example on a USB stick.

Options
  --state DIR          Where key, certificate and queue are kept (default ${defaultStateDir})
  --token TOKEN        Enrollment token (enroll, run)
  --token-file FILE    Read the token from a file, or from standard input if FILE is - (enroll, run)
  --name NAME          Name to enroll under (default: the host name)
  --kind KIND          EDGE, DC, GATEWAY, RELAY or VIRTUAL (default EDGE)
  --no-wait            enroll: do not wait for approval; repeat the command to collect the certificate
  --push-every SECONDS run: how often telemetry is sent (default 2)
  --queue-max MB       run: bound of what waits for the server (default 64); the oldest samples go first
  --services FILE      run: services it may restart while the control plane is away (JSON, see README)
  --allow-exec         run: approved runbooks may run here, unless the device's policy says otherwise (see README)
  --via URL            run, updater: the relay (https://HOST:PORT) to call through while the control plane is away
  --relay ADDRESS      run: be a relay for other devices, at PORT or HOST:PORT
  --relay-max MB       run: bound of what a relay carries (default 32); signs of life go first, the journal late
  --download-rate KB   run, updater, bundle: kilobytes a second that an update may come with (default: no bound)
  --json               Machine-readable output, messages included
  -h, --help           This text
  -V, --version        The version

Data goes to standard output, messages to standard error.

Exit codes
${exitCodeMeanings.map(([code, meaning]) => `  ${String(code).padStart(3)}  ${meaning}`).join('\n')}`;
}
