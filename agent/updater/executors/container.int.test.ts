/** A container is loaded, replaced and known again through the engine's command line; a small program stands in for one. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { intentIn } from '../believing/intent.ts';
import { Unable } from '../refusal.ts';
import { SigningDesk } from '../testing/signing-desk.ts';
import { ContainerExecutor } from './container.ts';

const root = mkdtempSync(join(tmpdir(), 'flotilla-container-'));
afterAll(() => rmSync(root, { recursive: true }));

const one = { digest: `sha256:${'1'.repeat(64)}`, version: '1' };
const two = { digest: `sha256:${'2'.repeat(64)}`, version: '2' };

/** An engine in a directory: an image is a file that names itself, a container a file with its label. */
function engine(): { directory: string; command: string } {
  const directory = mkdtempSync(join(root, 'engine-'));
  const command = join(directory, 'docker');
  writeFileSync(
    command,
    `#!/bin/sh
cd ${directory}
echo "$@" >> told
case "$1 $2" in
  "ps --quiet") ;;
  "load --input") cat "$3"; sed -n 's/^Loaded image: /id-/p' "$3" > image-$(sed -n 's/^Loaded image: //p' "$3" | head -n 1) ;;
  "image inspect") cat "image-\${5#id-}" ;;
  "container inspect") [ -e container ] || { echo "No such container" >&2; exit 1; }; cat container ;;
  "stop --time") [ -e container ] || exit 1 ;;
  "rm --force") rm container ;;
  "run --detach") [ ! -e container ] || { echo "Conflict" >&2; exit 125; }; echo "true \${6#*=}" > container; echo started ;;
  *) exit 64 ;;
esac
`,
  );
  chmodSync(command, 0o755);
  return { directory, command };
}

function executor(place: string, engines: readonly string[], more: object = {}): ContainerExecutor {
  const { intent } = new SigningDesk().offer({ executor: { kind: 'container', name: 'kiosk', ...more } });
  return new ContainerExecutor(place, intentIn(intent), engines);
}

/** An archive whose load says these words. */
function staged(target: typeof one, words: string) {
  const path = join(mkdtempSync(join(root, 'artifact-')), 'image.tar');
  writeFileSync(path, `${words}\n`);
  return { ...target, path, mediaType: 'application/x-tar', size: words.length };
}

describe('a container', () => {
  test('is loaded, switched and started by its image, and goes back as it was', async () => {
    const { directory, command } = engine();
    const place = mkdtempSync(join(root, 'containers-'));
    const first = executor(place, [command], { ports: ['8080:80'], args: ['--quiet'] });
    const hash = await first.prepare(staged(one, 'Loaded image: kiosk-1'));
    expect([hash, await first.preparedHash(one), await first.preparedHash(two)]).toEqual(['id-kiosk-1', hash, null]);
    await first.stop();
    await first.switchTo(one);
    await first.start(one);
    expect([await first.isRunning(one), await first.isRunning(two)]).toEqual([true, false]);

    const second = executor(place, [command]);
    await second.prepare(staged(two, 'Loaded image: kiosk-2'));
    expect(await second.current()).toEqual(one);
    await second.stop();
    await second.switchTo(two);
    await second.start(two);
    expect(await second.isRunning(two)).toBe(true);
    await second.stop();
    await second.switchTo(one);
    await second.start(one);
    expect([await second.isRunning(one), await second.current()]).toEqual([true, one]);
    const starts = readFileSync(join(directory, 'told'), 'utf8').match(/^run .*$/gm) ?? [];
    expect(starts.at(-1)).toBe(starts[0]);
    expect(starts[0]).toMatch(/--restart unless-stopped --publish 8080:80 id-kiosk-1 --quiet$/);
  });

  test('whose archive holds none or two is refused', async () => {
    const first = executor(root, [engine().command]);
    for (const words of ['nothing', 'Loaded image: a\nLoaded image: b']) {
      await expect(first.prepare(staged(one, words))).rejects.toMatchObject({ code: 'SUBJECT_MISMATCH' });
    }
    const program = { ...staged(one, ''), mediaType: 'application/octet-stream' };
    await expect(first.prepare(program)).rejects.toMatchObject({ code: 'UNKNOWN_MEDIA_TYPE' });
  });

  test('is refused where no engine answers, with what each of them said', async () => {
    const absent = executor(root, ['/nowhere/docker', '/bin/false']);
    const refusal = absent.prepare(staged(one, ''));
    await expect(refusal).rejects.toThrow(Unable);
    await expect(refusal).rejects.toThrow(
      'docker: this device does not have that program; /bin/false: it ended with 1',
    );
  });
});
