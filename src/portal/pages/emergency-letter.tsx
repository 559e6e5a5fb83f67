import type { EmergencyUse } from '../../access/index.ts';
import { Button } from '../components/button.tsx';
import { TextField } from '../components/fields.tsx';
import type { Page } from '../components/layout.tsx';
import { ErrorSummary, InsetText, type FieldError } from '../components/messages.tsx';
import { PrintButton } from '../components/person-frame.tsx';
import { paths } from '../paths.ts';
import { showDay, showInstant } from '../words/dates.ts';
import { listWords } from '../words/person.ts';

export interface LetterProps {
  use: EmergencyUse;
  name: string;
  /** Lines of the address; null where it is not known or must not be written down. */
  address: readonly string[] | null;
  organisation: string;
  area: string;
  contact: { name: string; phone: string };
  categories: readonly { id: string; name: string }[];
  errors: readonly FieldError[];
  today: string;
  csrf: string;
}

/** The letter that tells somebody that their record was opened in an emergency, to print; and where it is kept that they were told. */
export function emergencyLetterPage(props: LetterProps): Page {
  const { use, contact } = props;
  const opened = props.categories.filter(({ id }) => use.looks.some((look) => look.decisions[id] === 'detail' || look.decisions[id] === 'summary')).map(({ name }) => name);
  return {
    title: ['Letter', 'Emergency access'],
    at: 'emergency',
    ...(props.errors.length > 0 ? { error: true } : {}),
    body: (
      <div class="app-narrow">
        <div class="app-no-print">
          {props.errors.length === 0 ? null : <ErrorSummary errors={props.errors} />}
          <p>
            <a href={paths.emergencyUse(use.id)}>Back</a>
          </p>
          <h1 class="nhsuk-heading-l">Tell {props.name}</h1>
          {use.keptBack === null ? null : (
            <InsetText>
              <p>Do not send it yet: {use.userName} said that telling this person would be unsafe. “{use.keptBack}”</p>
            </InsetText>
          )}
          {props.address === null ? (
            <InsetText>
              <p>No address may be written on it. Have it handed over by a service that works with this person.</p>
            </InsetText>
          ) : null}
          <PrintButton />
        </div>
        <article class="app-letter" aria-label="The letter">
          <p>
            {props.name}
            {(props.address ?? []).map((line) => (
              <span class="app-block">{line}</span>
            ))}
          </p>
          <p>{showDay(props.today)}</p>
          <p>
            <b>Your record was opened in an emergency</b>
          </p>
          <p>
            On {showInstant(use.from.toISOString(), '')}, a worker of {use.teamName}, {props.organisation}, opened your record in {props.area}. They could do so because of an emergency: {use.reason.toLowerCase()}.
          </p>
          <p>{opened.length === 0 ? 'They looked at nothing in it.' : `What was open to them: ${listWords(opened).toLowerCase()}.`} It ended on {showInstant(use.until.toISOString(), '')}.</p>
          <p>Somebody who was not involved looks at every such use, to see whether it was right.</p>
          <p>
            You may ask what was looked at and why, say that you think it was wrong, or ask for somebody to explain this to you. Ring {contact.name}, {contact.phone}. If you are not content with the answer, you may complain to the Information Commissioner, ico.org.uk.
          </p>
        </article>
        {use.told !== null || use.keptBack !== null ? null : (
          <form class="app-no-print" action={paths.emergencyTold(use.id)} method="post" novalidate>
            <input type="hidden" name="csrf" value={props.csrf} />
            <TextField id="how" name="how" label="How the person was told" hint="For example: letter posted, second class; or told by their social worker on a visit" maxlength={200} error={props.errors[0]?.text} />
            <Button>They have been told</Button>
          </form>
        )}
      </div>
    ),
  };
}
