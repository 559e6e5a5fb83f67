import type { Page } from '../components/layout.tsx';
import { paths } from '../paths.ts';

/** What was recorded is kept, and linking that is under way has yet to take it up. */
export function keptPage(props: { record: string }): Page {
  return {
    title: ['Recorded'],
    at: 'find',
    body: (
      <div class="app-plain">
        <h1 class="nhsuk-heading-l">Recorded</h1>
        <p>
          It is kept as number <b>{props.record}</b>. Their page opens as soon as the linking now under way is done: find them by name or by this number in a few minutes.
        </p>
        <p>
          <a href={paths.find}>Find a person</a>
        </p>
      </div>
    ),
  };
}
