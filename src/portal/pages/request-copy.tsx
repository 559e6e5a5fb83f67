import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { DocumentModel } from '../../pathways/index.ts';
import type { ReleasedCopy } from '../../rights/index.ts';
import type { Page } from '../components/layout.tsx';
import { paths } from '../paths.ts';
import { showDay, showWhen } from '../words/dates.ts';

function Body(props: { copy: ReleasedCopy }): VNode {
  const { copy } = props;
  return (
    <>
      <h1>A copy of what is held about {copy.person.name}</h1>
      <p>
        Born {copy.person.born}. NHS number {copy.person.nhsNumber}. Asked for on {showDay(copy.received)}; made on {showDay(copy.made)}. Number {copy.reference}.
      </p>
      {copy.sections.map((section) => (
        <section>
          <h2>{section.title}</h2>
          {section.items.map((item) => (
            <>
              <h3>{item.title}</h3>
              <p>
                From {item.source}
                {item.happened === null ? '' : `, ${showWhen(item.happened)}`}
              </p>
              <dl>
                {item.rows.map((row) => (
                  <>
                    <dt>{row.name}</dt>
                    <dd>{row.value}</dd>
                  </>
                ))}
              </dl>
            </>
          ))}
        </section>
      ))}
      <h2>What is not here</h2>
      {copy.leftOut.length === 0 ? null : (
        <ul>
          {copy.leftOut.map(({ reason, law }) => (
            <li>
              {reason} ({law})
            </li>
          ))}
        </ul>
      )}
      <p>The law lets some things be left out of a copy, to keep people safe. We say this in every copy. If you think that something is missing, ask us, or the Information Commissioner’s Office on 0303 123 1113.</p>
    </>
  );
}

/** What would be given, on a page of its own before it is. */
export function copyPreviewPage(copy: ReleasedCopy, personId: string, requestId: string): Page {
  return {
    title: ['What would be given', copy.reference],
    at: 'governance',
    body: (
      <div class="app-plain app-copy">
        <p>
          <a href={paths.request(personId, requestId)}>Back to {copy.reference}</a>
        </p>
        <Body copy={copy} />
      </div>
    ),
  };
}

const style = 'body{font:1rem/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#212b32}h2{border-top:1px solid #aeb7bd;padding-top:1rem}dt{font-weight:600}dd{margin:0 0 .5rem}';

/** The copy as a file that opens anywhere, and asks nothing of anywhere. */
export const copyHtml = (copy: ReleasedCopy): string =>
  `<!DOCTYPE html>${renderToString(
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`A copy of what is held about ${copy.person.name}`}</title>
        <style>{style}</style>
      </head>
      <body>
        <main>
          <Body copy={copy} />
        </main>
      </body>
    </html>,
  )}\n`;

/** The copy as the pathway room prints documents. */
export function copyDocument(copy: ReleasedCopy, printedBy: string, printedAt: string): DocumentModel {
  const blocks: DocumentModel['blocks'] = copy.sections.flatMap((section): DocumentModel['blocks'] => [
    { kind: 'heading', says: section.title, means: null },
    ...section.items.map((item): DocumentModel['blocks'][number] => ({ kind: 'answers', form: 'copy', title: item.title, completed: `From ${item.source}${item.happened === null ? '' : `, ${showWhen(item.happened)}`}.`, rows: item.rows.map((row) => ({ question: row.name, answer: row.value, table: null })), fields: [], answers: {} })),
  ]);
  blocks.push({ kind: 'heading', says: 'What is not here', means: null }, ...copy.leftOut.map(({ reason, law }): DocumentModel['blocks'][number] => ({ kind: 'words', says: `${reason} (${law}).` })), { kind: 'words', says: 'The law lets some things be left out of a copy, to keep people safe. We say this in every copy.' });
  return { id: 'copy', title: 'A copy of what is held', means: null, to: null, source: `Asked for on ${showDay(copy.received)}. Number ${copy.reference}.`, pathway: { id: 'copy', version: 1, title: 'Copy' }, reference: null, person: copy.person, about: { personId: null, nhsNumber: null, birthDate: null, family: null, given: [], gender: null }, blocks, printedBy, printedAt, withheld: [] };
}
