import type { ComponentChildren, VNode } from 'preact';
import { IdentityBanner } from '../../components/identity-banner.tsx';
import type { Page } from '../../components/layout.tsx';
import { paths } from '../../paths.ts';
import { plainName } from '../../words/person.ts';
import type { Around } from '../../http/around.ts';

export interface CaseFrameProps {
  frame: Pick<Around, 'overview' | 'today' | 'printedBy'>;
  caseId: string;
  /** Number and pathway: TRV-000123, travel training. */
  caseTitle: string;
  /** This page, as its title and trail say it. */
  here: string;
  error?: boolean;
  /** Navigation at the side. */
  side: VNode;
  aside?: ComponentChildren;
  children: ComponentChildren;
}

/** A page of a case: whom it is about at its head, as on every page about a person. */
export function casePage(props: CaseFrameProps): Page {
  const { overview, today, printedBy } = props.frame;
  return {
    title: [props.here, props.caseTitle, plainName(overview.summary)],
    at: 'work',
    ...(props.error === undefined ? {} : { error: props.error }),
    body: (
      <div class="app-person">
        <IdentityBanner summary={overview.summary} today={today} page={`${props.caseTitle}: ${props.here}`} alerts={overview.alerts} />
        <div class={`app-wrap${props.aside === undefined ? '' : ' app-wrap--three'}`}>
          {props.side}
          <div class="app-content app-case">{props.children}</div>
          {props.aside === undefined ? null : <div class="app-aside">{props.aside}</div>}
        </div>
        <p class="app-printed">{printedBy}</p>
      </div>
    ),
  };
}

/** Side navigation of a form: its pages with how each stands. */
export function FormNav(props: { caseId: string; form: string; title: string; reference: string; pages: readonly { number: number; title: string; done: boolean; left: boolean; waiting: boolean }[]; at: number | 'check' | 'list' | 'other' }): VNode {
  return (
    <nav class="app-side app-side--form" aria-label="This form">
      <p class="app-side__back">
        <a href={paths.case(props.caseId)}>Case {props.reference}</a>
      </p>
      <ul>
        <li>
          <a href={paths.caseForm(props.caseId, props.form)} aria-current={props.at === 'list' ? 'page' : undefined}>
            {props.title}
          </a>
        </li>
        {props.pages.filter((page) => !page.left).map((page) => (
          <li>
            {page.waiting ? (
              <span class="app-side__waiting">{page.title}</span>
            ) : (
              <a href={paths.caseFormPage(props.caseId, props.form, page.number)} aria-current={props.at === page.number ? 'page' : undefined}>
                {page.title}
                {page.done ? <span class="app-side__done"><span class="nhsuk-u-visually-hidden"> completed</span></span> : null}
              </a>
            )}
          </li>
        ))}
        <li>
          <a href={paths.caseFormPart(props.caseId, props.form, 'check')} aria-current={props.at === 'check' ? 'page' : undefined}>
            Check your answers
          </a>
        </li>
      </ul>
    </nav>
  );
}
