import type { VNode } from 'preact';
import type { ListedReason } from '../../radar/index.ts';
import { showDay } from '../words/dates.ts';
import { showPoints } from '../words/radar.ts';

/** Why somebody is on a list: most points first; dates and sources where the reader may see them. */
export function Reasons(props: { reasons: readonly ListedReason[]; feedTitle: (feed: string) => string }): VNode {
  return (
    <ul class="app-reasons">
      {props.reasons.map((reason) => (
        <li>
          {reason.label}{' '}
          <span class="app-quiet">
            {reason.dated === null ? '' : `${showDay(reason.dated)}, `}
            {reason.source === null ? '' : `${props.feedTitle(reason.source)}, `}
            {showPoints(reason.points)} {reason.points === 1 ? 'point' : 'points'}
          </span>
        </li>
      ))}
    </ul>
  );
}
