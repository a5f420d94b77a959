/** Whether something failed because the database could not be asked, which passes, and not because of what was asked. */

/** What Node says of a connection that is refused or lost. */
const socketCodes = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOENT'];
/** What PostgreSQL says of a server that ends, crashed or only begins. */
const serverCodes = ['57P01', '57P02', '57P03', '08000', '08001', '08003', '08004', '08006'];
/** The driver has no code for a connection that ends in the middle. */
const lost = /^Connection terminated|^Client has encountered a connection error/;
const causesMax = 5;

/** Whether a fault of `inTenant`, or what caused it, is that the database is away. */
export function isDatabaseAway(thrown: unknown): boolean {
  for (let fault = thrown, depth = 0; fault instanceof Error && depth < causesMax; fault = fault.cause, depth += 1) {
    const { code = '', syscall = '' } = fault as NodeJS.ErrnoException;
    if (socketCodes.includes(code) && ['connect', 'read', 'write'].includes(syscall)) return true;
    if (serverCodes.includes(code)) return true;
    if (lost.test(fault.message)) return true;
  }
  return false;
}
