'use client';
/** Who sits before the console. The gate of the console asks once; everything below may take the answer as given. */
import type { ResultOf } from '@graphql-typed-document-node/core';
import { createContext, type ReactNode, useContext } from 'react';
import { graphql } from '../gql/gql.ts';
import type { Role } from '../gql/graphql.ts';

/** Who asks, where, and as what. */
export const Viewer_Query = graphql(`
  query Viewer_ViewerQuery {
    viewer {
      roles
      user {
        id
        name
        email
      }
      tenant {
        id
        name
        slug
      }
      memberships {
        tenantName
        tenantSlug
        roles
        isCurrent
      }
    }
  }
`);

/** The person, the tenant and the roles of this session. */
export type ViewerFacts = NonNullable<ResultOf<typeof Viewer_Query>['viewer']>;

const ViewerContext = createContext<ViewerFacts | null>(null);

/** Hands the viewer to the pages. */
export function ViewerProvider({ viewer, children }: { viewer: ViewerFacts; children: ReactNode }) {
  return <ViewerContext value={viewer}>{children}</ViewerContext>;
}

/** The viewer; only inside the console, where there always is one. */
export function useViewer(): ViewerFacts {
  const viewer = useContext(ViewerContext);
  if (viewer === null) throw new Error('useViewer is for pages inside the console');
  return viewer;
}

const included: Readonly<Record<Role, readonly Role[]>> = {
  VIEWER: ['VIEWER'],
  OPERATOR: ['OPERATOR', 'VIEWER'],
  SECURITY_ANALYST: ['SECURITY_ANALYST', 'VIEWER'],
  FINOPS: ['FINOPS', 'VIEWER'],
  TENANT_ADMIN: ['TENANT_ADMIN', 'OPERATOR', 'SECURITY_ANALYST', 'FINOPS', 'VIEWER'],
  PLATFORM_ADMIN: ['PLATFORM_ADMIN', 'TENANT_ADMIN', 'OPERATOR', 'SECURITY_ANALYST', 'FINOPS', 'VIEWER'],
};

/** Whether the viewer holds a role, itself or by one that includes it. The API decides; this only spares a refusal. */
export function hasRole(viewer: Pick<ViewerFacts, 'roles'>, role: Role): boolean {
  return viewer.roles.some((held) => included[held].includes(role));
}

/** A role as people say it. */
export function roleWord(role: Role): string {
  return role.toLowerCase().replaceAll('_', ' ');
}
