/**
 * Where an artifact comes from, as its builder states it: SLSA provenance v1 and v0.2 in the few words a person compares.
 * The statement was verified before; this only reads it.
 */
import type { Material, Provenance } from './provenance-words.ts';
import { asObject, asText, objectsIn, type Loose } from './json.ts';
import type { Statement } from './statement.ts';

const materialsMax = 100;

/** The summary of a statement; null where it is about something else than a build. */
export function provenanceOf({ predicateType, predicate }: Statement): Provenance | null {
  switch (predicateType) {
    case 'https://slsa.dev/provenance/v1':
      return readV1(predicateType, predicate);
    case 'https://slsa.dev/provenance/v0.2':
      return readV02(predicateType, predicate);
    default:
      return null;
  }
}

function readV1(predicateType: string, predicate: Loose): Provenance {
  const definition = asObject(predicate['buildDefinition']);
  const run = asObject(predicate['runDetails']);
  const metadata = asObject(run?.['metadata']);
  return {
    predicateType,
    builder: asText(asObject(run?.['builder'])?.['id']),
    buildType: asText(definition?.['buildType']),
    invocation: asText(metadata?.['invocationId']),
    finishedAt: asText(metadata?.['finishedOn'], 40),
    materials: materialsIn(definition?.['resolvedDependencies']),
  };
}

function readV02(predicateType: string, predicate: Loose): Provenance {
  const metadata = asObject(predicate['metadata']);
  return {
    predicateType,
    builder: asText(asObject(predicate['builder'])?.['id']),
    buildType: asText(predicate['buildType']),
    invocation: asText(metadata?.['buildInvocationId']),
    finishedAt: asText(metadata?.['buildFinishedOn'], 40),
    materials: materialsIn(predicate['materials']),
  };
}

function materialsIn(list: unknown): Material[] {
  return objectsIn(list)
    .slice(0, materialsMax)
    .flatMap((each) => {
      const uri = asText(each['uri']);
      const [digest] = Object.entries(asObject(each['digest']) ?? {});
      return uri === null ? [] : [{ uri, digest: digest ? `${digest[0]}:${String(digest[1]).slice(0, 128)}` : null }];
    });
}
