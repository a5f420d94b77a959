/** The public shape of kernel events. */
import { connectionType, type ConnectionOf } from '@flotilla/kernel/connection';
import { DateTime, Json } from '@flotilla/kernel/schema';
import { Field, ID, Int, ObjectType, registerEnumType, type ClassType } from 'type-graphql';

/** What the kernel can report. */
export const KernelEventType = {
  PROCESS_EXIT: 'PROCESS_EXIT',
  TCP_RETRANSMIT: 'TCP_RETRANSMIT',
  OOM_KILL: 'OOM_KILL',
  BLOCK_IO_SLOW: 'BLOCK_IO_SLOW',
  HEALTH_FAIL: 'HEALTH_FAIL',
} as const;

/** One of the types of kernel event. */
export type KernelEventTypeName = keyof typeof KernelEventType;

registerEnumType(KernelEventType, {
  name: 'KernelEventType',
  description: 'What the kernel of a device can report.',
  valuesConfig: {
    PROCESS_EXIT: { description: 'A process ended.' },
    TCP_RETRANSMIT: { description: 'A TCP segment was sent again.' },
    OOM_KILL: { description: 'The kernel killed a process for want of memory.' },
    BLOCK_IO_SLOW: { description: 'A disk request took unusually long.' },
    HEALTH_FAIL: { description: 'A health check failed.' },
  },
});

/** One kernel event. */
@ObjectType({ description: 'Something the kernel of a device reported.' })
export class KernelEvent {
  @Field(() => ID, { description: 'Id of the event within its device, stable for ever.' })
  id!: string;

  @Field(() => DateTime, { description: "When, by the device's clock." })
  time!: Date;

  @Field(() => KernelEventType, { description: 'What happened.' })
  type!: KernelEventTypeName;

  @Field(() => Int, { description: 'Process concerned; 0 where none is.' })
  pid!: number;

  @Field(() => String, { description: 'Command name of the process.' })
  comm!: string;

  @Field(() => Json, { nullable: true, description: 'What else is known; null when it is not JSON.' })
  detail!: unknown;
}

/** A page of kernel events. */
export const KernelEventConnection: ClassType<ConnectionOf<KernelEvent>> = connectionType(KernelEvent, 'KernelEvent');
