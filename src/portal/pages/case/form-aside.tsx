import { changedAnswers, fieldsOf, type Draft } from '../../../pathways/index.ts';
import { Button } from '../../components/button.tsx';
import { Choices } from '../../components/fields.tsx';
import type { Page } from '../../components/layout.tsx';
import { InsetText } from '../../components/messages.tsx';
import type { OpenForm } from '../../http/case-form-state.ts';
import { paths } from '../../paths.ts';
import { showAnswer } from '../../words/answers.ts';
import { showInstant } from '../../words/dates.ts';
import { navOf } from './form-list.tsx';
import { casePage } from './frame.tsx';

/** Two people's answers to one form, side by side: each that differs is chosen, and nothing is lost before it is. */
export function formAsidePage(props: { open: OpenForm; mine: Draft; theirs: Draft; csrf: string; today: string }): Page {
  const { open, mine, theirs, today } = props;
  const { detail, own, form, frame } = open;
  const fields = new Map(fieldsOf(form).map((f) => [f.name, f]));
  const differing = changedAnswers(form, theirs.answers, mine.answers);
  const who = theirs.userName ?? 'Somebody';
  return casePage({
    frame, caseId: detail.case.caseId, caseTitle: `${detail.reference}, ${detail.pathway.title}`, here: `${own.title}: two versions`,
    side: navOf(open, 'other'),
    children: (
      <>
        <h2 class="app-case__title">You and {who} both changed this form</h2>
        <InsetText>
          <p>{who} saved theirs {showInstant(theirs.savedAt.toISOString(), today)}, and you saved yours {showInstant(mine.savedAt.toISOString(), today)} without having seen it. Both are kept. Choose for each answer that differs.</p>
        </InsetText>
        <form method="post" action={paths.caseFormPart(detail.case.caseId, own.id, 'aside')}>
          <input type="hidden" name="csrf" value={props.csrf} />
          <input type="hidden" name="mine" value={mine.draftId} />
          <input type="hidden" name="revision" value={String(theirs.revision)} />
          {differing.length === 0 ? <p>They do not differ.</p> : differing.map((change) => {
            const field = fields.get(change.field)!;
            return (
              <Choices
                kind="radios" id={`take.${change.field}`} name={`take.${change.field}`} legend={field.title} legendSize="s"
                items={[{ value: 'mine', text: showAnswer(field, change.after), hint: 'Yours', checked: true }, { value: 'theirs', text: showAnswer(field, change.before), hint: `${who}’s` }]}
              />
            );
          })}
          <Button name="do" value="choose">Keep these answers</Button>
        </form>
      </>
    ),
  });
}
