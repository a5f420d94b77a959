/** SHA-256 of each document's exact text: all the agent sends of it. Written by `build.ts`. */
export const documentIds = {
  claimDevice: '85b2866511146b120112f9f9b6af12437513b279dad63621201711d402e0a509',
  collectCertificate: '305d7ce66253adbfba76f031403de2ca30836bc33f91eab0d8d93488d7b03aa1',
  heartbeat: 'a8586a5a243e583011bbce12d72d4397c60b932c142f229002c2ddcb1aef3c43',
  pushTelemetry: '588d04160f71dd260e0bd912e5fbf3e9cc1a267eaa30e3fd2516611317f0d4e5',
  reportInventory: 'da28b8a8488aa389d7c566670b57994029d2e57309bfbc46fbce7a4259e2cd73',
  rotateCertificate: 'e9b6ea0ece3c5c039e64273d86e59d9c95d930e8a91b27102ff5425590c11df4',
} as const;

/** Name of an operation, and of its root field. */
export type OperationName = keyof typeof documentIds;
