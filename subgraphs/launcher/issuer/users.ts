/**
 * The development users: one per role in the demo tenant, and a second tenant, so that isolation can be seen. The
 * issuer only says who somebody is; which tenant and roles that gives is the access subgraph's knowledge.
 */

/** A person who can sign in at the development issuer. */
export type DevelopmentUser = {
  readonly email: string;
  readonly name: string;
  readonly tenant: string;
  /** What the person does, in a few words, for whoever has to choose one. */
  readonly role: string;
};

/** The password of every development user. Nothing here is secret, and the issuer listens on loopback only. */
export const developmentPassword = 'flotilla';

const harbour = 'Harbour Retail';
const northwind = 'Northwind Mining';

/** Everybody there is, in the order the sign-in page shows them. */
export const developmentUsers: readonly DevelopmentUser[] = [
  { email: 'operator@harbour.test', name: 'Operator', tenant: harbour, role: 'runs the fleet day to day' },
  { email: 'viewer@harbour.test', name: 'Viewer', tenant: harbour, role: 'looks, changes nothing' },
  { email: 'analyst@harbour.test', name: 'Security analyst', tenant: harbour, role: 'watches over its security' },
  { email: 'finops@harbour.test', name: 'FinOps', tenant: harbour, role: 'follows what it costs' },
  { email: 'admin@harbour.test', name: 'Tenant administrator', tenant: harbour, role: 'administers the tenant' },
  {
    email: 'platform@harbour.test',
    name: 'Platform administrator',
    tenant: harbour,
    role: 'administers the whole platform',
  },
  { email: 'operator@northwind.test', name: 'Operator', tenant: northwind, role: 'runs the fleet day to day' },
  { email: 'admin@northwind.test', name: 'Tenant administrator', tenant: northwind, role: 'administers the tenant' },
];

/** The user by that address; undefined when there is none. */
export function findDevelopmentUser(email: string): DevelopmentUser | undefined {
  return developmentUsers.find((user) => user.email === email.trim().toLowerCase());
}
