/** What is looked for: a component by package URL or by bare name, and in which versions. */
export type WantedComponent = { purl: string | null; name: string | null; versions: string | null };
