'use client';
/** The people an item can be given to. Only who may see the people of the tenant gets to choose among them. */
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { useLiveQuery } from '../../live/use-live-query.ts';
import { useViewer } from '../../live/viewer.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ChoiceList } from './choice-list.tsx';

const AssignChoices_UsersQuery = graphql(`
  query AssignChoices_UsersQuery {
    users(first: 200, q: "status:ACTIVE") {
      edges {
        node {
          id
          name
          email
        }
      }
    }
  }
`);

/** Oneself first. */
export function AssignChoices({ onChoose }: { onChoose: (ownerId: string) => void }) {
  const viewer = useViewer();
  const { data, error, retry } = useLiveQuery(AssignChoices_UsersQuery, {});
  if (data === undefined) {
    if (error !== undefined) return <Failed what="The people" {...describeFailure(error)} onRetry={retry} />;
    return <Skeleton height={160} label="Loading the people" />;
  }
  const people = data.users.edges.map(({ node }) => node);
  const me = people.filter(({ id }) => id === viewer.user.id);
  const others = people.filter(({ id }) => id !== viewer.user.id);
  const choices = [
    ...me.map(({ id, email }) => ({ value: id, label: 'Me', hint: email })),
    ...others.map(({ id, name, email }) => ({ value: id, label: name, hint: email })),
  ];
  return <ChoiceList label="Who looks after it" choices={choices} onChoose={onChoose} />;
}
