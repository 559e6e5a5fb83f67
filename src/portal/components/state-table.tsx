import type { VNode } from 'preact';
import type { PathwayDefinition } from '../../pathways/index.ts';
import { roleInWords } from '../words/pathways.ts';

/** What the diagram shows, as a table: each state with the ways on from it. */
export function StateTable({ pathway }: { pathway: PathwayDefinition }): VNode {
  const title = (id: string): string => pathway.states[id]?.title ?? id;
  return (
    <div class="app-scroll" role="region" tabindex={0} aria-label="Table of states">
      <table class="nhsuk-table app-table">
        <caption class="nhsuk-table__caption">States and the ways on</caption>
        <thead class="nhsuk-table__head">
          <tr>
            {['State', 'Who acts', 'Form', 'Ways on'].map((heading) => (
              <th scope="col" class="nhsuk-table__header">
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody class="nhsuk-table__body">
          {Object.entries(pathway.states).map(([id, state]) => (
            <tr class="nhsuk-table__row">
              <th scope="row" class="nhsuk-table__header">
                {state.title}
                {id === pathway.start ? <span class="app-quiet app-block">begins here</span> : null}
              </th>
              <td class="nhsuk-table__cell">{state.end ? '' : roleInWords(state.role)}</td>
              <td class="nhsuk-table__cell">{state.form === undefined ? '' : pathway.forms[state.form]?.title}</td>
              <td class="nhsuk-table__cell">
                {state.end ? (
                  (state.outcome ?? 'An end')
                ) : (
                  <ul class="nhsuk-list app-tight">
                    {state.transitions.map((t) => (
                      <li>
                        <b>{t.action}</b>, to {title(t.to)}
                        <Conditions of={t} />
                      </li>
                    ))}
                  </ul>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Conditions({ of }: { of: PathwayDefinition['states'][string]['transitions'][number] }): VNode | null {
  const says = [
    of.on === undefined ? null : `when the form comes to ${of.on}`,
    of.event === undefined ? null : `by itself when ${of.event.topic} is heard`,
    of.if === undefined ? null : `only if ${of.if}`,
    of.role === undefined ? null : `by ${roleInWords(of.role)}`,
    of.other ? 'by another than who completed the form' : null,
    of.note ? 'with a hand-over note' : null,
  ].filter((part) => part !== null);
  return says.length === 0 ? null : <span class="app-quiet app-block">{says.join('; ')}</span>;
}
