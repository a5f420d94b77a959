/** The composition root of access: everything is made here, by hand, and handed what it needs. */
import { buildSubgraph } from '@flotilla/kernel/schema';
import type { Services, Subgraph } from '@flotilla/kernel/server/subgraph';
import { Activity } from './activity.ts';
import { readAccessConfig } from './config.ts';
import { entities } from './entities.ts';
import { Introspection } from './introspection/introspection.ts';
import { schemaParts } from './schema.ts';
import { serviceAccountsProjection } from './service-account/projection.ts';
import { ServiceAccountResolver } from './service-account/resolver.ts';
import { sessionsProjection } from './session/projection.ts';
import { SessionResolver } from './session/resolver.ts';
import { Issuer } from './sign-in/issuer.ts';
import { guarded } from './sign-in/reply.ts';
import { SignIn } from './sign-in/sign-in.ts';
import { SignOut } from './sign-in/sign-out.ts';
import { tenantsProjection } from './tenant/projection.ts';
import { TenantResolver } from './tenant/resolver.ts';
import { usersProjection } from './user/projection.ts';
import { UserResolver } from './user/resolver.ts';
import { ViewerResolver } from './viewer/resolver.ts';

export { seedDemo } from './seed-demo.ts';

/** Assembles access. Throws `ConfigError` when the environment does not name an issuer and a key. */
export async function assemble(services: Services): Promise<Subgraph> {
  const { tail, logger } = services;
  const config = readAccessConfig(services.env);
  const database = await services.openDatabase('access', entities);
  const activity = new Activity(database, logger);
  const issuer = new Issuer(config);
  const signOut = new SignOut({ config, issuer, database, tail });
  const signIn = new SignIn({ config, issuer, database, tail, activity, signOut });
  const introspection = new Introspection({ database, issuer, activity, sessionIdleS: config.sessionIdleS });
  const instances = [
    new ViewerResolver(database),
    new TenantResolver(database, tail),
    new UserResolver(),
    new SessionResolver(config.sessionIdleS),
    new ServiceAccountResolver(),
  ];
  const route = { logger, consoleUrl: config.consoleUrl };
  return {
    name: 'access',
    ...buildSubgraph({ ...schemaParts, instances }),
    database,
    projections: [tenantsProjection, usersProjection, sessionsProjection, serviceAccountsProjection],
    internalRoutes: {
      '/internal/introspect': (body) => introspection.introspect(body),
      '/internal/introspect-sessions': (body) => introspection.introspectSessions(body),
    },
    publicRoutes: {
      '/auth/login': guarded('GET', route, (request, response) => signIn.login(request, response)),
      '/auth/callback': guarded('GET', route, (request, response) => signIn.callback(request, response)),
      '/auth/logout': guarded('POST', route, (request, response) => signOut.logout(request, response)),
    },
    stop: () => activity.settle(),
  };
}
