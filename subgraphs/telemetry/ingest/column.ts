/**
 * The measurements of one series as one scalar. A push holds hundreds of numbers, and coercing each as a Float of its
 * own would cost more than everything else that happens to it before the database.
 */
import { GraphQLError, GraphQLScalarType } from 'graphql';

/** Values by moment. */
export type Column = readonly (number | null)[];

/** The GraphQL scalar of a column. */
export const MeasurementColumn = new GraphQLScalarType<Column, Column>({
  name: 'MeasurementColumn',
  description: 'Measurements of one series by moment: a list of finite numbers, with null where nothing was measured.',
  serialize: columnOf,
  parseValue: columnOf,
});

function columnOf(value: unknown): Column {
  if (!Array.isArray(value)) throw new GraphQLError('MeasurementColumn must be a list of numbers and nulls.');
  for (const each of value as unknown[]) {
    if (each !== null && !Number.isFinite(each)) {
      throw new GraphQLError(`MeasurementColumn cannot hold ${JSON.stringify(each)}: only finite numbers and null.`);
    }
  }
  return value as Column;
}
