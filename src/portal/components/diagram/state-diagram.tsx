import type { VNode } from 'preact';
import type { PathwayDefinition } from '../../../pathways/index.ts';
import { draw, type DrawnState, type DrawnStep, type Point } from './layout.ts';

/** What of a pathway has been walked: states in their order, and the steps taken. */
export interface Walked {
  states: readonly string[];
  steps: readonly { state: string; transition: number }[];
}

/** A line through points, bent at each of the middle ones. */
function lineOf(points: readonly Point[]): string {
  const [first, ...rest] = points;
  const bends = rest.slice(0, -1).map((p, i) => {
    const next = rest[i + 1]!;
    const end = i === rest.length - 2 ? next : { x: (p.x + next.x) / 2, y: (p.y + next.y) / 2 };
    return `Q${p.x} ${p.y} ${end.x} ${end.y}`;
  });
  return `M${first!.x} ${first!.y}${bends.length === 0 ? `L${rest[0]!.x} ${rest[0]!.y}` : bends.join('')}`;
}

function Lines(props: { x: number; y: number; lines: readonly string[]; height: number; class: string }): VNode {
  const top = props.y - ((props.lines.length - 1) * props.height) / 2;
  return (
    <text class={props.class} text-anchor="middle" dominant-baseline="central">
      {props.lines.map((line, i) => (
        <tspan x={props.x} y={top + i * props.height}>
          {line}
        </tspan>
      ))}
    </text>
  );
}

function State(props: { state: DrawnState; end: boolean; walked: Walked | undefined }): VNode {
  const { state, walked } = props;
  const order = walked?.states.flatMap((id, i) => (id === state.id ? [i + 1] : [])) ?? [];
  const now = walked?.states.at(-1) === state.id;
  const kind = `${props.end ? ' app-states__box--end' : ''}${now ? ' app-states__box--now' : order.length > 0 ? ' app-states__box--passed' : ''}`;
  const [left, top] = [state.x - state.width / 2, state.y - state.height / 2];
  return (
    <g class={`app-states__box${kind}`}>
      <rect x={left} y={top} width={state.width} height={state.height} rx={props.end ? state.height / 2 : 4} />
      <Lines x={state.x} y={state.y} lines={state.lines} height={19} class="app-states__title" />
      {order.length === 0 ? null : (
        <g>
          <circle class="app-states__order" cx={left} cy={top} r={11} />
          <text class="app-states__number" x={left} y={top} text-anchor="middle" dominant-baseline="central">
            {order.at(-1)}
          </text>
        </g>
      )}
    </g>
  );
}

function Step(props: { step: DrawnStep; taken: boolean }): VNode {
  const { step, taken } = props;
  return (
    <g class={`app-states__step${taken ? ' app-states__step--taken' : ''}`}>
      <path d={lineOf(step.points)} marker-end={taken ? 'url(#taken)' : 'url(#way)'} />
    </g>
  );
}

/** A pathway's states and the ways between them, in a frame that scrolls. The table beside it says the same. */
export function StateDiagram(props: { pathway: PathwayDefinition; walked?: Walked }): VNode {
  const { pathway, walked } = props;
  const drawing = draw(pathway);
  const taken = new Set(walked?.steps.map(({ state, transition }) => `${state} ${transition}`));
  const isTaken = ({ from, transition }: DrawnStep): boolean => taken.has(`${from} ${transition}`);
  const arrow = (id: string): VNode => (
    <marker id={id} viewBox="0 0 10 10" refX="9" refY="5" markerUnits="userSpaceOnUse" markerWidth="10" markerHeight="10" orient="auto-start-reverse">
      <path class={`app-states__head app-states__head--${id}`} d="M0 0L10 5L0 10z" />
    </marker>
  );
  return (
    <div class="app-states" role="region" tabindex={0} aria-label={`Diagram: the states of ${pathway.title}`}>
      <svg width={drawing.width} height={drawing.height} viewBox={`0 0 ${drawing.width} ${drawing.height}`} role="img" aria-labelledby="states-title states-desc">
        <title id="states-title">The states of {pathway.title}</title>
        <desc id="states-desc">
          {drawing.states.length} states from {pathway.start === undefined ? '' : pathway.states[pathway.start]!.title} down to its ends. The table says the same.
        </desc>
        <defs>
          {arrow('way')}
          {arrow('taken')}
        </defs>
        {drawing.steps.map((step) => (isTaken(step) ? null : <Step step={step} taken={false} />))}
        {drawing.steps.map((step) => (isTaken(step) ? <Step step={step} taken /> : null))}
        {drawing.steps.map((step) => (
          <g class={`app-states__label${isTaken(step) ? ' app-states__label--taken' : ''}`}>
            <rect x={step.label.x - step.label.width / 2} y={step.label.y - step.label.height / 2} width={step.label.width} height={step.label.height} />
            <Lines x={step.label.x} y={step.label.y} lines={step.label.lines} height={15} class="app-states__action" />
          </g>
        ))}
        {drawing.states.map((state) => (
          <State state={state} end={pathway.states[state.id]!.end} walked={walked} />
        ))}
      </svg>
    </div>
  );
}
