import type { VNode } from 'preact';
import type { CardDesk } from '../../radar/index.ts';
import { Button } from '../components/button.tsx';
import { TextField } from '../components/fields.tsx';
import type { Page } from '../components/layout.tsx';
import { ErrorSummary, type FieldError } from '../components/messages.tsx';
import { SelectField } from '../components/select.tsx';
import { TextArea } from '../components/text-area.tsx';
import type { CardForm } from '../http/card-form.ts';
import { paths } from '../paths.ts';

export interface CardEditProps {
  /** Null for a new card. */
  id: string | null;
  form: CardForm;
  reason: string;
  errors: readonly FieldError[];
  csrf: string;
  desk: Pick<CardDesk, 'signals' | 'teams'>;
}

const atrsFields: readonly { key: keyof CardForm['atrs']; label: string; hint?: string; many?: boolean }[] = [
  { key: 'owner', label: 'Owner' }, { key: 'seniorResponsibleOwner', label: 'Senior responsible owner', hint: 'A post, not a name' }, { key: 'contact', label: 'E-mail address people may write to' },
  { key: 'purpose', label: 'What it is for' }, { key: 'benefit', label: 'Benefit' }, { key: 'decision', label: 'Who decides what, and what the list does not decide' }, { key: 'appeal', label: 'How to ask or object' },
  { key: 'impactAssessment', label: 'Address of the data protection impact assessment' }, { key: 'risks', label: 'Risks', hint: 'One on each line', many: true }, { key: 'mitigations', label: 'What is done about them', hint: 'One on each line', many: true },
  { key: 'evidence', label: 'Evidence', hint: 'What signals and points rest on, one on each line', many: true }, { key: 'reviewed', label: 'Record last reviewed', hint: 'As 2026-11-20' },
];

/** A scorecard as a form: what is kept from it is a draft, which puts nobody on a list. */
export function cardEditPage({ id, form, reason, errors, csrf, desk }: CardEditProps): Page {
  const errorOf = (field: string): string | undefined => errors.find((e) => e.href === `#${field}`)?.text;
  const purposes = desk.teams.flatMap((team) => Object.keys(team.purposes).map((purpose) => ({ value: `${team.id}/${purpose}`, text: `${team.name}, for ${purpose.replaceAll('-', ' ')}` })));
  const text = (field: 'id' | 'title' | 'ageFrom' | 'ageTo', label: string, hint?: string, width?: 5 | 20) => <TextField id={field} name={field} label={label} value={form[field]} error={errorOf(field)} maxlength={200} {...(hint === undefined ? {} : { hint })} {...(width === undefined ? {} : { width })} />;
  return {
    title: [id === null ? 'New scorecard' : `Change ${form.title}`, 'Scorecards'],
    at: 'cards',
    error: errors.length > 0,
    body: (
      <div class="app-plain app-plain--wide">
        {errors.length > 0 ? <ErrorSummary errors={errors} /> : null}
        <p><a href={id === null ? paths.cards : paths.card(id)}>{id === null ? 'All scorecards' : 'Back to the scorecard'}</a></p>
        <h1>{id === null ? 'New scorecard' : `Change ${form.title}`}</h1>
        <p>What you send is kept as a draft and puts nobody on a list. The next page tries it on everybody, and shows who would come on and drop off.</p>
        <form method="post" action={id === null ? paths.newCard : paths.editCard(id)} novalidate>
          <input type="hidden" name="csrf" value={csrf} />
          {id === null ? text('id', 'Short name', 'Small letters and hyphens, such as cold-homes. It cannot be changed later.', 20) : <input type="hidden" name="id" value={id} />}
          {text('title', 'Title')}
          <TextArea id="about" name="about" label="About" hint="Who is on the list and what for" rows={2} value={form.about} error={errorOf('about')} />
          <SelectField id="who" name="who" label="Team and purpose" hint="Whose list it is. Only signals that this team may see for this purpose can be used." value={`${form.team}/${form.purpose}`} error={errorOf('who')} options={[{ value: '', text: 'Choose' }, ...purposes]} />
          <div class="app-fields">{text('ageFrom', 'Aged from', 'Empty: any age', 5)}{text('ageTo', 'Aged to', 'Empty: no end', 5)}</div>
          <h2>Signals</h2>
          <p class="app-quiet">A signal gives its points when it holds, fewer as it gets older. Clear a row to take it out.</p>
          {form.signals.map((signal, i) => <SignalRow index={i} signal={signal} desk={desk} errorOf={errorOf} />)}
          <Button variant="secondary" small name="add" value="signal">Add more rows</Button>
          <h2>Bands</h2>
          <p class="app-quiet">From the lowest up. A score below the lowest band puts nobody on the list.</p>
          {form.bands.map((band, i) => (
            <div class="app-fields">
              <input type="hidden" name={`band-${i}-id`} value={band.id} />
              <TextField id={`band-${i}-title`} name={`band-${i}-title`} label={`Band ${i + 1}`} value={band.title} error={errorOf(`band-${i}-title`)} width={20} maxlength={80} />
              <TextField id={`band-${i}-from`} name={`band-${i}-from`} label={`Band ${i + 1}: from points`} value={band.from} error={errorOf(`band-${i}-from`)} width={5} maxlength={6} />
            </div>
          ))}
          <SelectField id="alertFrom" name="alertFrom" label="Raise an alert when somebody enters" value={form.alertFrom} error={errorOf('alertFrom')} options={[{ value: '', text: 'The highest band' }, ...form.bands.filter((b) => b.title !== '').map((b) => ({ value: b.id, text: b.title }))]} />
          <h2>Transparency record</h2>
          {atrsFields.map(({ key, label, hint, many }) =>
            many === true || ['purpose', 'benefit', 'decision', 'appeal'].includes(key) ? (
              <TextArea id={`atrs-${key}`} name={`atrs-${key}`} label={label} rows={many === true ? 4 : 2} value={form.atrs[key]} error={errorOf(`atrs-${key}`)} {...(hint === undefined ? {} : { hint })} />
            ) : (
              <TextField id={`atrs-${key}`} name={`atrs-${key}`} label={label} value={form.atrs[key]} error={errorOf(`atrs-${key}`)} maxlength={300} {...(hint === undefined ? {} : { hint })} />
            ),
          )}
          <h2>Why</h2>
          <TextField id="reason" name="reason" label="Why is this a better card?" hint="Kept with the version for whoever asks later" value={reason} error={errorOf('reason')} maxlength={500} />
          <Button>Keep as draft</Button>
        </form>
      </div>
    ),
  };
}

function SignalRow({ index: i, signal, desk, errorOf }: { index: number; signal: { use: string; points: string }; desk: Pick<CardDesk, 'signals'>; errorOf: (field: string) => string | undefined }): VNode {
  return (
    <div class="app-fields">
      <SelectField id={`signal-${i}-use`} name={`signal-${i}-use`} label={`Signal ${i + 1}`} value={signal.use} error={errorOf(`signal-${i}-use`)} options={[{ value: '', text: 'None' }, ...desk.signals.map((s) => ({ value: s.id, text: `${s.label} (${s.needs.join(', ')})` }))]} />
      <TextField id={`signal-${i}-points`} name={`signal-${i}-points`} label={`Points ${i + 1}`} value={signal.points} error={errorOf(`signal-${i}-points`)} width={5} maxlength={6} />
    </div>
  );
}
