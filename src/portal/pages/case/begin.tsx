import type { PersonCase } from '../../../pathways/index.ts';
import { Button } from '../../components/button.tsx';
import { Choices } from '../../components/fields.tsx';
import { IdentityBanner } from '../../components/identity-banner.tsx';
import type { Page } from '../../components/layout.tsx';
import { ErrorSummary, InsetText, type FieldError } from '../../components/messages.tsx';
import { CaseMention } from '../../components/person-cases.tsx';
import { SideNav } from '../../components/person-frame.tsx';
import { TextArea } from '../../components/text-area.tsx';
import type { Around } from '../../http/around.ts';
import { paths } from '../../paths.ts';
import { plainName } from '../../words/person.ts';

export interface BeginProps {
  frame: Around;
  /** Cases of this person that are open, as much of each as may be known. */
  open: readonly PersonCase[];
  startable: readonly { id: string; title: string; about: string }[];
  csrf: string;
  typed: { pathway: string; note: string };
  errors: readonly FieldError[];
  now: Date;
  today: string;
}

/** Beginning a case: what is open already comes first, so that nothing is begun twice. */
export function beginPage(props: BeginProps): Page {
  const { frame, errors, open } = props;
  const { summary, alerts } = frame.overview;
  const error = errors.find((e) => e.href === '#pathway')?.text;
  return {
    title: ['Begin a case', plainName(summary)],
    error: errors.length > 0,
    body: (
      <div class="app-person">
        <IdentityBanner summary={summary} today={frame.today} page="Begin a case" alerts={alerts} />
        <div class="app-wrap">
          <SideNav personId={summary.personId} at="overview" pages={frame.pages} alerts={alerts.length} />
          <div class="app-content app-case">
            {errors.length === 0 ? null : <ErrorSummary errors={errors} />}
            <h2 class="app-case__title">Begin a case</h2>
            <section aria-labelledby="open">
              <h3 id="open">Open now for this person</h3>
              {open.length === 0 ? <p class="app-quiet">No case that you may know of is open.</p> : <ul class="app-people">{open.map((one) => <li><CaseMention of={one} today={props.today} now={props.now} /></li>)}</ul>}
            </section>
            {props.startable.length === 0 ? <InsetText><p>Your role begins no cases here.</p></InsetText> : (
              <form method="post" action={paths.begin(summary.personId)}>
                <input type="hidden" name="csrf" value={props.csrf} />
                <Choices
                  kind="radios" id="pathway" name="pathway" legend="What to begin" legendSize="s" error={error}
                  items={props.startable.map((p) => {
                    const already = open.find((c) => c.pathway === p.id);
                    return { value: p.id, text: p.title, hint: already === undefined ? p.about : `${p.about}. Open already: ${already.reference}, with ${already.teamName}`, checked: p.id === props.typed.pathway };
                  })}
                />
                <TextArea id="note" name="note" label="Why now (optional)" hint="Stands first in what happened" rows={3} value={props.typed.note} />
                <Button>Begin</Button>
              </form>
            )}
          </div>
        </div>
      </div>
    ),
  };
}
