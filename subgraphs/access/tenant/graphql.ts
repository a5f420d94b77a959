/** The public face of a tenant. */
import { connectionType } from '@flotilla/kernel/connection';
import { Key } from '@flotilla/kernel/schema';
import { Field, ID, InputType, ObjectType } from 'type-graphql';

/** The isolation and billing boundary. */
@Key('id')
@ObjectType({ description: 'The isolation and billing boundary; it owns every user, device and domain below it.' })
export class Tenant {
  @Field(() => ID, { description: 'Immutable identity of the tenant.' })
  id!: string;

  @Field(() => String, { description: 'What people call the tenant.' })
  name!: string;

  @Field(() => String, { description: 'Short name for addresses, unique among all tenants; never changes.' })
  slug!: string;

  @Field(() => Date, { description: 'When the tenant was created.' })
  createdAt!: Date;
}

/** A page of tenants. */
export const TenantConnection = connectionType(Tenant, 'Tenant');

/** What a new tenant needs. */
@InputType({ description: 'What a new tenant needs.' })
export class CreateTenantInput {
  @Field(() => String, { description: 'What people call the tenant: 1 to 80 characters.' })
  name!: string;

  @Field(() => String, { description: 'Short name for addresses: 3 to 40 lower-case letters, digits and hyphens.' })
  slug!: string;

  @Field(() => String, { description: 'Who may sign in first, as TENANT_ADMIN: an address the issuer has verified.' })
  firstAdminEmail!: string;
}
