/** The public face of the health of a wave. */
import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { MeasureVerdict as VerdictName } from '../gate/health.ts';

/** The verdicts, as the schema shows them. */
export const HealthMeasureVerdict = {
  PASS: 'PASS',
  FAIL: 'FAIL',
  INCONCLUSIVE: 'INCONCLUSIVE',
  UNMEASURED: 'UNMEASURED',
} as const satisfies Record<VerdictName, VerdictName>;

registerEnumType(HealthMeasureVerdict, {
  name: 'HealthMeasureVerdict',
  description: 'What a measure says of the health of a wave.',
  valuesConfig: {
    PASS: { description: 'The wave is no worse off than before, or no worse off than its like.' },
    FAIL: { description: 'The wave is worse off than before and than its like: it stops.' },
    INCONCLUSIVE: { description: 'Too little was measured to tell: the wave is held.' },
    UNMEASURED: { description: 'These devices have no such measure; nothing is concluded from it.' },
  },
});

/** One measure. */
@ObjectType({ description: 'One measure of the health of a wave, over three groups of devices.' })
export class WaveHealthMeasure {
  @Field(() => String, { description: 'What is measured, e.g. `degraded`, `silent`, `crashes`, `psi_cpu_some`.' })
  name!: string;

  @Field(() => String, { description: 'The unit of its values.' })
  unit!: string;

  @Field(() => Float, { nullable: true, description: 'The updated devices before their update; null if not measured.' })
  before!: number | null;

  @Field(() => Float, { nullable: true, description: 'The updated devices since; null if not measured.' })
  after!: number | null;

  @Field(() => Float, { nullable: true, description: 'Their like that were not touched, now; null if not measured.' })
  control!: number | null;

  @Field(() => Float, { nullable: true, description: 'From here on the wave is worse off; null if that is not known.' })
  limit!: number | null;

  @Field(() => Int, { description: 'Updated devices that were measured.' })
  devices!: number;

  @Field(() => Int, { description: 'Untouched devices that were measured.' })
  controlDevices!: number;

  @Field(() => Int, { description: 'Measurements of the updated devices since their update.' })
  samples!: number;

  @Field(() => HealthMeasureVerdict, { description: 'What it says.' })
  verdict!: keyof typeof HealthMeasureVerdict;

  @Field(() => String, { description: 'What decided, as a sentence.' })
  reason!: string;

  @Field(() => Date, { nullable: true, description: 'Up to when it was measured; null for what is always current.' })
  measuredAt!: Date | null;
}
