/**
 * Bills of material: CycloneDX 1.4 to 1.6 as JSON, held against the published schema by the project's own library, and
 * against the artifact where the bill names the digest of what it describes.
 */
import { hexOf } from './digest.ts';
import { asObject, asText, looseObject, objectsIn, type Loose } from './json.ts';
import { Unverifiable } from './reason.ts';
import { firstMistakeIn } from './sbom-schema.ts';
import type { Subject } from './subject.ts';

/** The versions of the specification that are understood. */
export const sbomVersions = ['1.4', '1.5', '1.6'] as const;

/** Bytes of a bill at most: one of a whole operating system has less. */
export const sbomMaxBytes = 16 * 1024 * 1024;

const componentsMax = 20_000;
const depthMax = 32;

/** One part of an artifact as its bill names it. */
export type SbomComponent = {
  readonly name: string;
  readonly version: string | null;
  /** Package URL, e.g. `pkg:npm/%40scope/name@1.2.3`. */
  readonly purl: string | null;
  readonly type: string;
};

/** What a valid bill says. */
export type Sbom = {
  readonly specVersion: string;
  readonly serialNumber: string | null;
  readonly components: readonly SbomComponent[];
};

/** Reads a bill of an artifact. Throws `Unverifiable`. */
export async function readSbom(content: Uint8Array, subject: Pick<Subject, 'digest'>): Promise<Sbom> {
  if (content.length > sbomMaxBytes) {
    throw new Unverifiable('OVERSIZE', `A bill of materials has at most ${sbomMaxBytes} bytes.`);
  }
  const bill = looseObject(content);
  const specVersion = sbomVersions.find((each) => each === bill?.['specVersion']);
  if (bill?.['bomFormat'] !== 'CycloneDX' || !specVersion) {
    throw invalid(`it is no CycloneDX ${sbomVersions.join(', ')} JSON document`);
  }
  const mistake = await firstMistakeIn(specVersion, Buffer.from(content).toString());
  if (mistake !== null) throw invalid(mistake);
  assertDescribes(bill, subject.digest);
  return { specVersion, serialNumber: asText(bill['serialNumber']), components: componentsOf(bill) };
}

/** A bill that names the digest of what it describes must name this one; one that names none is taken at its word. */
function assertDescribes(bill: Loose, digest: string): void {
  const described = asObject(asObject(bill['metadata'])?.['component']);
  const named = objectsIn(described?.['hashes'])
    .filter((each) => each['alg'] === 'SHA-256')
    .map((each) => String(each['content']).toLowerCase());
  if (named.length > 0 && !named.includes(hexOf(digest))) {
    throw new Unverifiable('SUBJECT_MISMATCH', `The bill of materials describes another artifact than ${digest}.`);
  }
}

function componentsOf(bill: Loose): SbomComponent[] {
  const found: SbomComponent[] = [];
  let level = objectsIn(bill['components']);
  for (let depth = 0; level.length > 0; depth += 1) {
    for (const each of level) found.push(componentIn(each));
    if (found.length > componentsMax || depth > depthMax) {
      throw new Unverifiable('OVERSIZE', `A bill of materials has at most ${componentsMax} components.`);
    }
    level = level.flatMap((each) => objectsIn(each['components']));
  }
  return found;
}

function componentIn(component: Loose): SbomComponent {
  return {
    name: asText(component['name']) ?? '',
    version: asText(component['version']),
    purl: asText(component['purl']),
    type: asText(component['type']) ?? 'library',
  };
}

function invalid(why: string): Unverifiable {
  return new Unverifiable('SBOM_INVALID', `The bill of materials is not valid: ${why}.`);
}
