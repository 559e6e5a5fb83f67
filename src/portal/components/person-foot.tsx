import type { VNode } from 'preact';
import type { PlainAction, ReadAction } from '../../access/index.ts';
import { paths } from '../paths.ts';

/** Below every page of a person: what may be done about access to the record. */
export function PersonFoot(props: { personId: string; may: (action: ReadAction | PlainAction) => boolean }): VNode {
  const { personId, may } = props;
  return (
    <nav class="app-person-foot app-no-print" aria-label="Access to this record">
      <ul>
        {may('consent') ? (
          <li>
            <a href={paths.wishes(personId)}>Consent and objections</a>
          </li>
        ) : null}
        {may('mark') ? (
          <li>
            <a href={paths.marksOf(personId)}>Seal or restrict this record</a>
          </li>
        ) : null}
        <li>
          <a href={paths.declare(personId)}>This is me, or somebody close to me</a>
        </li>
        {may('break-glass') ? (
          <li>
            <a href={paths.emergency(personId)}>See more in an emergency</a>
          </li>
        ) : null}
      </ul>
    </nav>
  );
}
