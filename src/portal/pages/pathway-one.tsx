import type { VNode } from 'preact';
import { listFields, type PathwayDefinition } from '../../pathways/index.ts';
import { Button } from '../components/button.tsx';
import { StateDiagram } from '../components/diagram/state-diagram.tsx';
import type { Page } from '../components/layout.tsx';
import { SummaryList, Table } from '../components/lists.tsx';
import { Details } from '../components/messages.tsx';
import { StateTable } from '../components/state-table.tsx';
import { paths } from '../paths.ts';
import { roleInWords, waitInWords } from '../words/pathways.ts';

/** One pathway as its file says it: states, forms, decisions, deadlines, notices, roles, and what it rests on. */
export function pathwayPage({ pathway }: { pathway: PathwayDefinition }): Page {
  const sources = [...new Set([...Object.values(pathway.forms), ...Object.values(pathway.decisions), ...Object.values(pathway.deadlines)].map((part) => part.source))];
  return {
    title: [pathway.title, 'Pathways'],
    at: 'pathways',
    body: (
      <div class="app-plain app-plain--wide">
        <p>
          <a href={paths.pathways}>All pathways</a>
        </p>
        <h1 class="nhsuk-heading-l">{pathway.title}</h1>
        <p class="app-lead">{pathway.about}</p>
        <SummaryList rows={[{ key: 'Version', value: pathway.version }, { key: 'Cases are', value: pathway.category === undefined ? 'not of a category' : `${pathway.category.replaceAll('-', ' ')} data, of a ${pathway.subject}` }, { key: 'It rests on', value: <ul class="nhsuk-list app-tight">{sources.map((source) => <li>{source}</li>)}</ul> }]} />
        {pathway.start === undefined ? <p>Its forms are for other pathways; it has no states of its own.</p> : <Button href={paths.pathwayWalk(pathway.id)}>Walk it with sample answers</Button>}
        {pathway.start === undefined ? null : (
          <section>
            <h2 class="nhsuk-heading-m">States</h2>
            <StateDiagram pathway={pathway} />
            <StateTable pathway={pathway} />
          </section>
        )}
        <h2 class="nhsuk-heading-m">Forms</h2>
        {Object.entries(pathway.forms).map(([id, form]) => (
          <Details summary={`${form.title} (${listFields(form).length} questions)`}>
            {form.intro === undefined ? null : <p>{form.intro}</p>}
            <p class="app-quiet">{form.source}</p>
            <Questions id={id} form={form} />
            {form.scores.map((score) => (
              <p>
                <b>{score.title}</b>: {score.bands.map((b) => `${b.title}${b.total === undefined ? (b.highest === undefined ? '' : ` (one of ${b.highest})`) : ` (${b.total})`}`).join('; ')}
              </p>
            ))}
          </Details>
        ))}
        <Decisions pathway={pathway} />
        <Clocks pathway={pathway} />
      </div>
    ),
  };
}

function Questions({ id, form }: { id: string; form: PathwayDefinition['forms'][string] }): VNode {
  return (
    <div class="app-scroll" role="region" tabindex={0} aria-label={`Questions of ${form.title}`}>
      <Table
        caption={`Questions of ${form.title}, ${id}`} captionHidden class="app-table" firstCellIsHeader
        rows={listFields(form)}
        columns={[
          { heading: 'Question', cell: (f) => f.title },
          { heading: 'Answer', cell: (f) => (f.options === null ? (f.min === undefined ? f.type.replaceAll('-', ' ') : `${f.min} to ${f.max}${f.unit === undefined ? '' : ` ${f.unit}`}`) : f.options.map((o) => f.optionTitles?.[o] ?? o).join('; ')) },
          { heading: 'Must be answered', cell: (f) => (f.required ? 'yes' : '') },
          { heading: 'Asked when', cell: (f) => f.when ?? 'always' },
        ]}
      />
    </div>
  );
}

function Decisions({ pathway }: { pathway: PathwayDefinition }): VNode | null {
  const decisions = Object.entries(pathway.decisions);
  if (decisions.length === 0) return null;
  return (
    <section>
      <h2 class="nhsuk-heading-m">Decisions</h2>
      <p class="app-quiet">The first row that fits decides. With anything it rests on not known, nothing is decided.</p>
      {decisions.map(([id, decision]) => {
        const inputs = Object.keys(decision.inputs).filter((name) => decision.rules.some((rule) => rule.when[name] !== undefined));
        return (
          <div class="app-scroll" role="region" tabindex={0} aria-label={decision.title}>
            <Table
              caption={`${decision.title} (${decision.source})`} captionSize="s" class="app-table"
              rows={decision.rules}
              columns={[...inputs.map((name) => ({ heading: name.replaceAll('_', ' '), cell: (rule: (typeof decision.rules)[number]) => rule.when[name] ?? 'any' })), { heading: `Comes to (${id})`, cell: (rule) => rule.gives }, { heading: 'Because', cell: (rule) => rule.because }]}
            />
          </div>
        );
      })}
    </section>
  );
}

function Clocks({ pathway }: { pathway: PathwayDefinition }): VNode {
  const title = (id: string): string => pathway.states[id]?.title ?? id;
  return (
    <section>
      {Object.keys(pathway.deadlines).length === 0 ? null : (
        <Table
          caption="Deadlines" captionSize="m" class="app-table" responsive firstCellIsHeader
          rows={Object.values(pathway.deadlines)}
          columns={[
            { heading: 'Deadline', cell: (d) => d.title },
            { heading: 'After', cell: (d) => waitInWords(d.after) },
            { heading: 'Warned', cell: (d) => (d.warn === undefined ? '' : `${waitInWords(d.warn)} before`) },
            { heading: 'Whose', cell: (d) => roleInWords(d.owner) },
            { heading: 'Met by', cell: (d) => d.ends.map(title).join('; ') },
            { heading: 'Rests on', cell: (d) => d.source },
          ]}
        />
      )}
      {Object.keys(pathway.notices).length === 0 ? null : (
        <Table
          caption="Notices" captionSize="m" class="app-table" responsive
          rows={Object.values(pathway.notices)}
          columns={[{ heading: 'To', cell: (n) => roleInWords(n.to) }, { heading: 'By', cell: (n) => n.channel }, { heading: 'Says', cell: (n) => n.says }]}
        />
      )}
      {Object.keys(pathway.roles).length === 0 ? null : (
        <Table caption="Roles" captionSize="m" class="app-table" responsive firstCellIsHeader rows={Object.entries(pathway.roles)} columns={[{ heading: 'Role', cell: ([role]) => roleInWords(role) }, { heading: 'Does', cell: ([, does]) => does }]} />
      )}
    </section>
  );
}
