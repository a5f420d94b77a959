/** The items a group has taken in: each still measured and resolved on its own, and out of the queue while the group lasts. */
import { type FragmentType, getFragmentData } from '../../gql/fragment-masking.ts';
import { graphql } from '../../gql/gql.ts';
import { Age } from '../../ui/age.tsx';

const MemberList_ItemFragment = graphql(`
  fragment MemberList_ItemFragment on AttentionItem {
    id
    title
    score
    severity
    since
  }
`);

interface MemberListProps {
  items: readonly FragmentType<typeof MemberList_ItemFragment>[];
  onPeek: (id: string) => void;
}

/** Score, title and age; a press shows the member itself. */
export function MemberList({ items, onPeek }: MemberListProps) {
  return (
    <ul className="flex flex-col">
      {items.map((item) => {
        const { id, title, score, severity, since } = getFragmentData(MemberList_ItemFragment, item);
        return (
          <li key={id}>
            <button
              type="button"
              onClick={() => onPeek(id)}
              className="flex min-h-8 w-full items-center gap-3 rounded-sm text-left hover:bg-hover"
            >
              <span className="severity-bar figures w-10 flex-none pl-2" data-severity={severity}>
                {score}
              </span>
              <span className="min-w-0 flex-1 truncate">{title}</span>
              <span className="text-xs text-muted">
                <Age at={since} prefix="" />
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
