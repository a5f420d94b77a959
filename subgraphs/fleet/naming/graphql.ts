/** The public face of labels. */
import { Field, InputType, ObjectType } from 'type-graphql';

/** One key and value on a device, token or rule. */
@ObjectType({ description: 'One key and value that an operator or an enrollment token put on a device.' })
export class Label {
  @Field(() => String, { description: 'What the label is about, e.g. `site`.' })
  key!: string;

  @Field(() => String, { description: 'What it says, e.g. `rtm`.' })
  value!: string;
}

/** One key and value to put on a device, token or rule. */
@InputType({ description: 'One key and value to put on a device, token or rule.' })
export class LabelInput {
  @Field(() => String, { description: '1 to 63 of a-z, 0-9, dot, slash, underscore and hyphen.' })
  key!: string;

  @Field(() => String, { description: '1 to 63 letters, digits, spaces and . _ / : @ + - between them.' })
  value!: string;
}
