import type { PathwayDefinition } from '../../pathways/index.ts';
import type { Page } from '../components/layout.tsx';
import { Table } from '../components/lists.tsx';
import { paths } from '../paths.ts';

/** Every pathway of the area. */
export function pathwayListPage(props: { pathways: readonly PathwayDefinition[] }): Page {
  return {
    title: ['Pathways'],
    at: 'pathways',
    body: (
      <div class="app-plain app-plain--wide">
        <h1 class="nhsuk-heading-l">Pathways</h1>
        <p class="app-lead">What is asked, what is decided, by when and who is told, as the area’s files say it. Open one to read it and walk it with sample answers.</p>
        {props.pathways.length === 0 ? (
          <p>There is no pathway yet.</p>
        ) : (
          <Table
            caption="Pathways" captionHidden class="app-table" responsive firstCellIsHeader
            rows={props.pathways}
            columns={[
              { heading: 'Pathway', cell: (p) => <a href={paths.pathway(p.id)}>{p.title}</a> },
              { heading: 'What it is for', cell: (p) => p.about },
              { heading: 'Forms', cell: (p) => Object.keys(p.forms).length, numeric: true },
              { heading: 'States', cell: (p) => (p.start === undefined ? 'forms only' : Object.keys(p.states).length), numeric: true },
              { heading: 'Version', cell: (p) => p.version, numeric: true },
            ]}
          />
        )}
      </div>
    ),
  };
}
