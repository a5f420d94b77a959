/** SHA-256 of each document's exact text: all the agent sends of it. Written by `build.ts`. */
export const documentIds = {
  acknowledgeCommand: 'e07a30d48f68392ebb94441fc65edb43598ba1c957e40ab7e1e0511d7d541432',
  awaitCommands: '8c98debf3bf724bf6284c729ecefa7567384800cb4669bd184cb8bdfb8a5f6b5',
  beginUpdate: 'e2cccbafb0f702938894bad43118b90d8270b5679371e5acf437b86d5f1bf661',
  claimDevice: '03f07ca3f47ecae7cb6a5076a42e83c21f62262c835005dc92eac2ecb960e444',
  closeReplay: '93e0a1d9fdc1075261bc793dc9347fac9af535c79160b5b53fcb7b238ddc92b3',
  collectCertificate: 'ad7584df00df34082db06d749eee2b5c1d39cd5e486e7dec1df3caf485efd6f8',
  deliverRelayed: 'c9632a0cf2d827536e66c7b2fa2229d4fb58f5373bdcc1e9ebd1f5786790c4c5',
  heartbeat: '7abbee9ccad3c87b2ac9b6b5be87d5d4269ad46e94d544170bb16a6b9897208b',
  openReplay: '8ad006c66291f08b3e14f78c913b02726a037f6e09a920ca0fe46ee98cd7f742',
  pushTelemetry: '588d04160f71dd260e0bd912e5fbf3e9cc1a267eaa30e3fd2516611317f0d4e5',
  refuseUpdate: 'df148a1be29e2a73d804cc6802f3cf1042fd52a0ddf6f51e140b5a8d150a0753',
  renewIdentity: 'd045943e28e2652999348813a8ac7416b43528d5ce05d3ab1725ae70e5fd69b4',
  reportCommand: 'd86a27910b19ce499e73a12e5c5f39be3ae25ca66c774c212a8027d7c250a220',
  reportInstalled: 'caa19e550cd5b761137ed3cddc7aa2e0c877f167e5823f37860110bd95c13239',
  reportInventory: 'da28b8a8488aa389d7c566670b57994029d2e57309bfbc46fbce7a4259e2cd73',
  reportUpdate: '01d2da93ca63c63d4dda5619c239dd1c0e858da1afc0fa89bd55a2670e5711bd',
  rotateCertificate: '4c32d21141569b8a03a69ab025890cae34df6e3c852eff31d71f77eaafb6f049',
  updateIntent: '2437c148617fb5a6c394f233421cc7d183c5abfecd6155d4f1184e70aebb4be2',
  uploadReplayChunk: '9fca000b9cdc88c2993584ed1f1ebb87bc29361c6566b1f1098fef1811bfd206',
} as const;

/** Name of an operation, and of its root field. */
export type OperationName = keyof typeof documentIds;
