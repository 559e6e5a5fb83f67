import type { VNode } from 'preact';
import type { RecordFact } from '../../record/index.ts';
import { machineWhen, showDay, showWhen } from '../words/dates.ts';
import { describeFact, kindWords } from '../words/facts.ts';

function When(props: { fact: RecordFact }): VNode {
  const { start, end } = props.fact;
  if (start === null) return <span class="app-time">Date not given</span>;
  return (
    <span class="app-time">
      <time datetime={machineWhen(start)}>{showWhen(start)}</time>
      {end === null || end.slice(0, 10) === start.slice(0, 10) ? null : (
        <>
          {' to '}
          <time datetime={machineWhen(end)}>{showDay(end)}</time>
        </>
      )}
    </span>
  );
}

const worrying = (fact: RecordFact): boolean => {
  const type = 'type' in fact.body ? fact.body.type : null;
  return type === 'risk' || type === 'alert';
};

/** One dated statement with who said it. `full` adds what kind it is and what else the source says. */
export function TimelineEntry(props: { fact: RecordFact; source: string; full?: boolean }): VNode {
  const { fact, source, full } = props;
  const detail = full === true ? describeFact(fact) : '';
  return (
    <li class={`app-timeline__entry app-timeline__entry--${worrying(fact) ? 'worry' : fact.kind}`} id={`fact-${fact.factId}`}>
      <When fact={fact} /> <span class="app-timeline__label">{fact.label}</span>{' '}
      <span class="app-timeline__source">
        {full === true ? `${kindWords[fact.kind]} · ${source}` : source}
      </span>
      {detail === '' ? null : <p class="app-timeline__detail">{detail}</p>}
    </li>
  );
}

/** Newest first, an ordered list. */
export function Timeline(props: { facts: readonly RecordFact[]; source: (fact: RecordFact) => string; full?: boolean }): VNode {
  return (
    <ol class="app-timeline">
      {props.facts.map((fact) => (
        <TimelineEntry fact={fact} source={props.source(fact)} full={props.full ?? false} />
      ))}
    </ol>
  );
}
