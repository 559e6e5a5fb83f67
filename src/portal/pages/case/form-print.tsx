import type { VNode } from 'preact';
import type { Field, SimpleField } from '../../../pathways/index.ts';
import { BodyFigure } from '../../components/form/body-map.tsx';
import { AnswerList } from '../../components/form/answers.tsx';
import { Scores } from '../../components/form/scores.tsx';
import { pagesOf, type Shown } from '../../components/form/view.ts';
import type { Page } from '../../components/layout.tsx';
import { PrintButton } from '../../components/person-frame.tsx';
import type { OpenForm } from '../../http/case-form-state.ts';
import { paths } from '../../paths.ts';
import { showInstant } from '../../words/dates.ts';
import { navOf } from './form-list.tsx';
import { casePage } from './frame.tsx';

export interface FormPrintProps {
  open: OpenForm;
  /** Nothing filled in: to be written on. */
  blank: boolean;
  /** Only the answers that chiefly concern these; all where null. */
  concerns: string | null;
  shown: Shown | null;
  today: string;
}

/** A form on one sheet: as it stands, as it was completed, or to be written on. */
export function formPrintPage(props: FormPrintProps): Page {
  const { open, blank, shown, concerns } = props;
  const { detail, own, form, working, frame } = open;
  const caseId = detail.case.caseId;
  const answers = shown?.answers ?? working.answers;
  const calculated = new Map(working.result.calculated.map((c) => [c.name, c.value]));
  const everyone = [...new Set(form.pages.flatMap((p) => p.fields.flatMap((f) => ('concerns' in f ? (f.concerns ?? []) : []))))];
  const wanted = (field: Field): boolean => concerns === null || ('concerns' in field && field.concerns?.includes(concerns) === true);
  const href = paths.caseFormPart(caseId, own.id, 'print');
  return casePage({
    frame, caseId, caseTitle: `${detail.reference}, ${detail.pathway.title}`, here: blank ? `${own.title}, blank` : own.title,
    side: navOf(open, 'other'),
    children: (
      <>
        <div class="app-title">
          <h2 class="app-title__words">{own.title}</h2>
          <PrintButton />
        </div>
        {form.intro === undefined ? null : <p>{form.intro}</p>}
        <p class="app-quiet">
          {blank ? 'To be written on.' : shown === null ? 'As it stands, not completed.' : `Completed by ${shown.userName ?? 'Kith'}, ${showInstant(shown.at.toISOString(), props.today)}.`} {form.source}
        </p>
        {blank || everyone.length === 0 ? null : (
          <p class="app-no-print">Show what concerns: {concerns === null ? <b>everybody</b> : <a href={href}>everybody</a>}{everyone.map((one) => <>, {one === concerns ? <b>{one}</b> : <a href={`${href}?for=${encodeURIComponent(one)}`}>{one}</a>}</>)}</p>
        )}
        {blank
          ? form.pages.map((page) => (
              <section class="app-blank">
                <h3>{page.title}</h3>
                {page.intro === undefined ? null : <p>{page.intro}</p>}
                {page.fields.map((field) => <Blank field={field} />)}
              </section>
            ))
          : pagesOf(form, working).filter((p) => p.asked.some(wanted)).map((page) => (
              <section class="app-answers__page">
                <h3>{page.title}</h3>
                <AnswerList provenance={shown?.provenance ?? working.provenance} fileHref={(id) => paths.caseFile(caseId, id)} rows={page.asked.filter(wanted).map((field) => ({ field, value: field.type === 'calculated' ? (calculated.get(field.name) ?? null) : answers[field.name], wants: null }))} />
              </section>
            ))}
        {blank ? null : <Scores form={form} scores={working.result.scores} level={3} />}
      </>
    ),
  });
}

/** A question with room to write. */
function Blank(props: { field: Field }): VNode | null {
  const { field } = props;
  if (field.type === 'calculated') return null;
  return (
    <div class="app-blank__ask">
      <p class="app-blank__title">{field.title}{field.when === undefined ? '' : <span class="app-quiet"> (where it is asked)</span>}</p>
      {field.hint === undefined ? null : <p class="app-quiet">{field.hint}</p>}
      <Room field={field} />
    </div>
  );
}

/** A box to tick, drawn: not every font has one. */
const Box = (): VNode => <span class="app-blank__box" aria-hidden="true" />;

const Line = (props: { lines?: number }): VNode => <div class={`app-blank__line${(props.lines ?? 1) > 1 ? ' app-blank__line--tall' : ''}`} />;

function Room(props: { field: Exclude<Field, { type: 'calculated' }> }): VNode {
  const { field } = props;
  switch (field.type) {
    case 'yes-no': return <p><Box /> Yes <Box /> No</p>;
    case 'choice':
    case 'choices': return <ul class="app-blank__options">{field.options.map((o) => <li><Box /> {o.title}</li>)}</ul>;
    case 'long-text': return <Line lines={4} />;
    case 'table': return <BlankGrid columns={field.columns} rows={field.rows.map((r) => r.title)} caption={field.title} />;
    case 'repeat': return <BlankGrid columns={field.fields} rows={['', '', '']} caption={field.title} />;
    case 'body-map': return <BodyFigure marks={[]} />;
    case 'signature': return <p><Box /> {field.says}<br />Name: ______________________ Signed: ______________________ Date: ____________</p>;
    case 'file':
    case 'photo': return <p class="app-quiet">Attach to this sheet.</p>;
    default: return <Line />;
  }
}

const BlankGrid = (props: { columns: readonly SimpleField[]; rows: readonly string[]; caption: string }): VNode => (
  <table class="nhsuk-table app-table app-grid app-grid--read app-blank__grid">
    <caption class="nhsuk-u-visually-hidden">{props.caption}</caption>
    <thead><tr><th scope="col"><span class="nhsuk-u-visually-hidden">Row</span></th>{props.columns.map((c) => <th scope="col">{c.title}</th>)}</tr></thead>
    <tbody>{props.rows.map((row, i) => <tr><th scope="row">{row === '' ? i + 1 : row}</th>{props.columns.map(() => <td>{' '}</td>)}</tr>)}</tbody>
  </table>
);
