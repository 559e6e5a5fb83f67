import type { JSX } from 'preact';
import type { DocumentModel } from '../../pathways/index.ts';

type Block = DocumentModel['blocks'][number];
type Answered = Extract<Block, { kind: 'answers' }>;

/** A document of a case, to be read and printed: whose it is at its head, and who printed it and when at its foot. */
export function CaseDocument({ model, printed }: { model: DocumentModel; printed: string }): JSX.Element {
  return (
    <article class="app-document" aria-labelledby="document-title">
      <header class="app-document__whose">
        <strong>{model.person.name}</strong>
        <span>Born {model.person.born}</span>
        <span>NHS number {model.person.nhsNumber}</span>
      </header>
      <h1 id="document-title" class="nhsuk-heading-l">
        {model.title}
      </h1>
      <p class="app-quiet">{[model.to === null ? null : `To: ${model.to}`, model.reference === null ? null : `Case ${model.reference}`, model.source].filter((part) => part !== null).join(' · ')}</p>
      {model.blocks.map((block, i) => (
        <DocumentBlock key={i} block={block} />
      ))}
      {model.withheld.length === 0 ? null : <p>Not shared with whoever made this, and so not in it: {model.withheld.join(', ')}.</p>}
      <footer class="app-document__printed">
        Printed by {model.printedBy}, {printed}.
      </footer>
    </article>
  );
}

function DocumentBlock({ block }: { block: Block }): JSX.Element {
  switch (block.kind) {
    case 'heading':
      return <h2 class="nhsuk-heading-m">{block.says}</h2>;
    case 'words':
      return <p class="app-document__words">{block.says}</p>;
    case 'scores':
      return <Table caption={block.title} columns={['Score', 'Result']} rows={block.rows.map((row) => [row.title, row.says])} />;
    case 'lines':
      return block.rows.length === 0 ? (
        <p>
          <strong>{block.title}:</strong> {block.none}
        </p>
      ) : (
        <Table caption={block.title} columns={['When', 'What', 'From']} rows={block.rows.map((row) => [row.when, row.detail === null ? row.says : `${row.says}. ${row.detail}`, row.source ?? ''])} />
      );
    default:
      return <AnswersBlock block={block} />;
  }
}

function AnswersBlock({ block }: { block: Answered }): JSX.Element {
  return (
    <section>
      <h3 class="nhsuk-heading-s">{block.title}</h3>
      <p class="app-quiet">{block.completed ?? 'Not completed.'}</p>
      {block.rows.some((row) => row.table === null) ? (
        <dl class="nhsuk-summary-list">
          {block.rows
            .filter((row) => row.table === null)
            .map((row) => (
              <div class="nhsuk-summary-list__row" key={row.question}>
                <dt class="nhsuk-summary-list__key">{row.question}</dt>
                <dd class="nhsuk-summary-list__value">{row.answer ?? 'Not answered'}</dd>
              </div>
            ))}
        </dl>
      ) : null}
      {block.rows.map((row) => (row.table === null ? null : <Table key={row.question} caption={row.question} columns={row.table.columns} rows={row.table.rows} />))}
    </section>
  );
}

/** A table in a frame of its own, so that a wide one scrolls there and not with the page. */
export function Table({ caption, columns, rows }: { caption: string; columns: readonly string[]; rows: readonly (readonly string[])[] }): JSX.Element {
  return (
    <div class="app-scroll" role="group" aria-label={caption} tabindex={0}>
      <table class="nhsuk-table">
        <caption class="nhsuk-table__caption nhsuk-table__caption--s">{caption}</caption>
        <thead class="nhsuk-table__head">
          <tr>
            {columns.map((column, i) => (
              <th key={i} scope="col" class="nhsuk-table__header">
                {column === '' ? <span class="nhsuk-u-visually-hidden">Row</span> : column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody class="nhsuk-table__body">
          {rows.map((row, i) => (
            <tr key={i} class="nhsuk-table__row">
              {row.map((cell, j) => (
                <td key={j} class="nhsuk-table__cell">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
