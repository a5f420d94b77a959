/** The catalogue of series, for whoever draws or asks for them. */
import { allow, Authorize } from '@flotilla/kernel/authorize';
import { Query, Resolver } from 'type-graphql';
import { catalogue } from './catalogue.ts';
import { MetricDescription } from './graphql.ts';

/** Queries about series. */
@Resolver()
export class SeriesResolver {
  @Authorize(allow(['VIEWER'], 'telemetry:read'))
  @Query(() => [MetricDescription], { description: 'The series every agent knows, with their units.' })
  metricSeries(): readonly MetricDescription[] {
    return catalogue;
  }
}
