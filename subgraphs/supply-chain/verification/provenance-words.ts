/** What a builder says of an artifact, in the words that facts, rows and the API share. Types only. */

/** Who built it, how, and from what. Null where the builder does not say. */
export type Provenance = {
  readonly predicateType: string;
  readonly builder: string | null;
  readonly buildType: string | null;
  readonly invocation: string | null;
  readonly finishedAt: string | null;
  /** What went in, e.g. the commit of a repository. */
  readonly materials: readonly Material[];
};

/** One thing that went into a build. */
export type Material = { readonly uri: string; readonly digest: string | null };
