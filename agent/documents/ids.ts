/** SHA-256 of each document's exact text: all the agent sends of it. Written by `build.ts`. */
export const documentIds = {
  claimDevice: '85b2866511146b120112f9f9b6af12437513b279dad63621201711d402e0a509',
  closeReplay: '93e0a1d9fdc1075261bc793dc9347fac9af535c79160b5b53fcb7b238ddc92b3',
  collectCertificate: '305d7ce66253adbfba76f031403de2ca30836bc33f91eab0d8d93488d7b03aa1',
  heartbeat: '8cf084357e032722df8b986aad32b0009eb9c117b6ee57983bfb1dbe088b8e5b',
  openReplay: '8ad006c66291f08b3e14f78c913b02726a037f6e09a920ca0fe46ee98cd7f742',
  pushTelemetry: '588d04160f71dd260e0bd912e5fbf3e9cc1a267eaa30e3fd2516611317f0d4e5',
  renewIdentity: '468bf0a98cf25ad6fc0649370f3c805781da464da88007d4bfa5f101119d524f',
  reportInventory: 'da28b8a8488aa389d7c566670b57994029d2e57309bfbc46fbce7a4259e2cd73',
  rotateCertificate: 'e9b6ea0ece3c5c039e64273d86e59d9c95d930e8a91b27102ff5425590c11df4',
  uploadReplayChunk: '9fca000b9cdc88c2993584ed1f1ebb87bc29361c6566b1f1098fef1811bfd206',
} as const;

/** Name of an operation, and of its root field. */
export type OperationName = keyof typeof documentIds;
