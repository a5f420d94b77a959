/** Small pieces of SQL and of shape that every query of the supply chain shares. */

/**
 * The condition that a row belongs to the transaction's tenant. Row-level security says so too; saying it once more
 * lets the planner use the indexes, all of which begin with the tenant.
 */
export function ofTenant(table: string): string {
  return `${table}.tenant_id = current_setting('flotilla.tenant')::uuid`;
}

const uuidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a text can be an id at all: PostgreSQL faults on other text where the honest answer is "not found". */
export function isUuid(text: string): boolean {
  return uuidShape.test(text);
}
