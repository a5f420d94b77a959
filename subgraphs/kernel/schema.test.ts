import { describe, expect, it } from 'vitest';
import { Authorize, allow, anyone } from './authorize.ts';
import { Field, ID, ObjectType, Query, Resolver } from 'type-graphql';
import { buildSubgraph, Key } from './schema.ts';

@Key('id')
@ObjectType({ description: 'A thing.' })
class Thing {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;
}

@Resolver()
class GuardedResolver {
  @Authorize(allow(['OPERATOR'], 'fleet:read'))
  @Query(() => Thing, { description: 'One thing.' })
  thing(): Thing {
    return { id: '1' };
  }
}

@Resolver()
class ForgetfulResolver {
  @Query(() => Thing, { description: 'A thing nobody guards.' })
  unguarded(): Thing {
    return { id: '2' };
  }
}

@Resolver()
class SecondSubgraphResolver {
  @Authorize(anyone)
  @Query(() => String, { description: 'A word.' })
  word(): string {
    return 'hello';
  }
}

describe('buildSubgraph', () => {
  it('refuses to build a schema with a root field that names no rule', () => {
    const build = () => buildSubgraph({ resolvers: [ForgetfulResolver], instances: [new ForgetfulResolver()] });
    expect(build).toThrow('Query.unguarded names no rule');
  });

  it('writes keys and rules into the SDL', () => {
    const { sdl } = buildSubgraph({ resolvers: [GuardedResolver], instances: [new GuardedResolver()] });
    expect(sdl).toContain('type Thing @key(fields: "id")');
    expect(sdl).toContain('Allowed: roles OPERATOR; scope fleet:read.');
  });

  it('keeps subgraphs of one process apart', () => {
    const { sdl } = buildSubgraph({ resolvers: [SecondSubgraphResolver], instances: [new SecondSubgraphResolver()] });
    expect(sdl).toContain('word: String');
    expect(sdl).not.toContain('Thing');
  });
});
