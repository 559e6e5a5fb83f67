import type { ComponentChildren, VNode } from 'preact';
import type { Overview } from '../../record/index.ts';
import { paths, personPageTitles, type PersonPage } from '../paths.ts';
import { plainName } from '../words/person.ts';
import { Button } from './button.tsx';
import { IdentityBanner } from './identity-banner.tsx';
import type { Page } from './layout.tsx';

/** Side navigation of one person's pages. */
export function SideNav(props: { personId: string; at: PersonPage; pages: readonly PersonPage[]; alerts: number }): VNode {
  return (
    <nav class="app-side" aria-label="This person">
      <ul>
        {props.pages.map((page) => (
          <li>
            <a href={paths.personPage(props.personId, page)} aria-current={page === props.at ? 'page' : undefined}>
              {personPageTitles[page]}
              {page === 'alerts' && props.alerts > 0 ? ` (${props.alerts})` : null}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Hidden until a script can print; without one, the browser's own menu does. */
export function PrintButton(): VNode {
  return (
    <p class="app-print" hidden data-print-holder>
      <Button variant="secondary" small type="button" class="app-print__button">
        Print this page
      </Button>
    </p>
  );
}

export interface PersonPageProps {
  at: PersonPage;
  overview: Pick<Overview, 'summary' | 'alerts'>;
  today: string;
  /** The pages this reader's team may open, in order. */
  pages: readonly PersonPage[];
  /** Printed at the foot: who printed it and when. */
  printedBy: string;
  aside?: ComponentChildren;
  children: ComponentChildren;
}

/** A page about one person: banner, side navigation, content and, on the overview, a column beside it. */
export function personPage(props: PersonPageProps): Page {
  const { at, overview, today } = props;
  const { summary, alerts } = overview;
  return {
    title: [plainName(summary), personPageTitles[at]],
    body: (
      <div class="app-person">
        <IdentityBanner summary={summary} today={today} page={personPageTitles[at]} alerts={alerts} />
        <div class={`app-wrap${props.aside === undefined ? '' : ' app-wrap--three'}`}>
          <SideNav personId={summary.personId} at={at} pages={props.pages} alerts={alerts.length} />
          <div class="app-content">{props.children}</div>
          {props.aside === undefined ? null : <div class="app-aside">{props.aside}</div>}
        </div>
        <p class="app-printed">{props.printedBy}</p>
      </div>
    ),
  };
}
