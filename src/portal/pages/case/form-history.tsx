import { changedAnswers, fieldsOf, type CompletedForm } from '../../../pathways/index.ts';
import { AnswerList } from '../../components/form/answers.tsx';
import type { Page } from '../../components/layout.tsx';
import { Table } from '../../components/lists.tsx';
import { Details } from '../../components/messages.tsx';
import type { OpenForm } from '../../http/case-form-state.ts';
import { paths } from '../../paths.ts';
import { showAnswer } from '../../words/answers.ts';
import { showInstant } from '../../words/dates.ts';
import { navOf } from './form-list.tsx';
import { casePage } from './frame.tsx';

/** Every version of a form: who completed it, when and why, and what was changed of the one before. */
export function formHistoryPage(props: { open: OpenForm; versions: readonly CompletedForm[]; today: string }): Page {
  const { open, versions, today } = props;
  const { detail, own, form, frame } = open;
  const fields = new Map(fieldsOf(form).map((f) => [f.name, f]));
  return casePage({
    frame, caseId: detail.case.caseId, caseTitle: `${detail.reference}, ${detail.pathway.title}`, here: `${own.title}: what was answered before`,
    side: navOf(open, 'other'),
    children: (
      <>
        <h2 class="app-case__title">{own.title}: what was answered before</h2>
        {versions.length === 0 ? <p>It has not been completed yet.</p> : null}
        {versions.map((version, i) => {
          const before = versions[i + 1];
          const changes = before === undefined ? [] : changedAnswers(form, before.answers, version.answers);
          return (
            <section class="app-version" aria-labelledby={`version-${version.version}`}>
              <h3 id={`version-${version.version}`}>Version {version.version}, {showInstant(version.at.toISOString(), today)}</h3>
              <p>
                {version.userName ?? 'Kith'}{version.reason === null ? '' : `: ${version.reason}`}
                {version.result.outcome === null ? null : <span class="app-block app-quiet">It came to: {version.result.outcome.replaceAll('-', ' ')}{version.result.because === null ? '' : `. ${version.result.because}`}</span>}
              </p>
              {before === undefined ? null : changes.length === 0 ? <p class="app-quiet">Nothing was changed.</p> : (
                <Table class="app-table" caption={`What version ${version.version} changed`} captionHidden responsive firstCellIsHeader rows={changes} columns={[
                  { heading: 'Question', cell: (c) => c.title },
                  { heading: 'Before', cell: (c) => <span class="app-prose">{showAnswer(fields.get(c.field)!, c.before)}</span> },
                  { heading: 'After', cell: (c) => <span class="app-prose">{showAnswer(fields.get(c.field)!, c.after)}</span> },
                ]} />
              )}
              <Details summary="All answers of this version">
                <AnswerList provenance={version.provenance} fileHref={(id) => paths.caseFile(detail.case.caseId, id)} rows={[...fields.values()].filter((f) => Object.hasOwn(version.answers, f.name)).map((field) => ({ field, value: version.answers[field.name], wants: null }))} />
              </Details>
            </section>
          );
        })}
      </>
    ),
  });
}
