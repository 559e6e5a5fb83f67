import type { VNode } from 'preact';
import { bodyRegions, type Field, type Value } from '../../../pathways/index.ts';
import { marksOf, regionName, type Mark } from '../../words/answers.ts';

type BodyMapField = Extract<Field, { type: 'body-map' }>;
type Shape = { region: string; x: number; y: number; w: number; h: number };

/** A mirror pair: the person's right is on the left of a figure seen from the front, and on the right of one seen from behind. */
const pair = (part: string, x: number, y: number, w: number, h: number, side: 'front' | 'back'): Shape[] => [
  { region: `${side === 'front' ? 'right' : 'left'}-${part}`, x: 100 - x - w, y, w, h },
  { region: `${side === 'front' ? 'left' : 'right'}-${part}`, x: 100 + x, y, w, h },
];
const middle = (region: string, y: number, w: number, h: number): Shape => ({ region, x: 100 - w / 2, y, w, h });

const limbs = (side: 'front' | 'back'): Shape[] => [
  ...pair('shoulder', 22, 66, 24, 22, side), ...pair('upper-arm', 34, 90, 18, 44, side), ...pair('elbow', 38, 136, 17, 16, side), ...pair('forearm', 41, 154, 16, 46, side), ...pair('hand', 44, 202, 18, 28, side),
  ...pair('thigh', 3, 214, 28, 64, side), ...pair('knee', 5, 280, 24, 20, side), ...pair('lower-leg', 6, 302, 22, 58, side), ...pair('ankle', 8, 362, 17, 14, side),
];
const front: Shape[] = [
  middle('head', 8, 38, 18), middle('face', 27, 32, 26), ...pair('ear', 18, 26, 7, 15, 'front'), middle('neck', 54, 20, 12), middle('chest', 68, 42, 54), middle('abdomen', 124, 44, 46), ...pair('hip', 13, 172, 20, 38, 'front'), middle('groin', 172, 24, 38), ...limbs('front'),
  ...pair('foot', 6, 378, 24, 18, 'front'),
];
const back: Shape[] = [
  middle('head', 8, 38, 44), middle('neck', 54, 20, 12), middle('upper-back', 68, 42, 48), middle('lower-back', 118, 44, 36), middle('sacrum', 156, 22, 26), ...pair('buttock', 13, 166, 20, 44, 'back'), ...limbs('back'), ...pair('heel', 7, 378, 20, 18, 'back'),
];

const regions = Object.entries(bodyRegions) as [string, string][];

/** A figure, front or back, with the regions that are marked filled. With a script a region that is pressed is chosen in the list below it. */
function Figure(props: { title: string; shapes: readonly Shape[]; marks: readonly Mark[]; x: number; chooses: string | null }): VNode {
  const counts = new Map<string, number>();
  for (const { region } of props.marks) counts.set(region, (counts.get(region) ?? 0) + 1);
  return (
    <g transform={`translate(${props.x} 0)`}>
      <text class="app-body-map__title" x="100" y="416" text-anchor="middle">
        {props.title}
      </text>
      {props.shapes.map(({ region, x, y, w, h }) => (
        <g class={`app-body-map__part${counts.has(region) ? ' app-body-map__part--marked' : ''}`} data-region={props.chooses === null ? undefined : region}>
          <title>{regionName(region)}</title>
          <rect x={x} y={y} width={w} height={h} rx={Math.min(w, h) / 2.6} />
          {counts.has(region) ? (
            <text x={x + w / 2} y={y + h / 2 + 4.5} text-anchor="middle">
              {counts.get(region)}
            </text>
          ) : null}
        </g>
      ))}
    </g>
  );
}

/** Front and back, with how many marks each place has. The list beside it says the same in words. */
export function BodyFigure(props: { marks: readonly Mark[]; chooses?: string }): VNode {
  return (
    <svg class="app-body-map" viewBox="0 0 400 424" role="img" aria-label={`A body seen from the front and from behind, with ${props.marks.length === 0 ? 'no marks' : `${props.marks.length} ${props.marks.length === 1 ? 'mark' : 'marks'}`}; the list beside it says where`} data-chooses={props.chooses}>
      <Figure title="Front" shapes={front} marks={props.marks} x={0} chooses={props.chooses ?? null} />
      <Figure title="Back" shapes={back} marks={props.marks} x={200} chooses={props.chooses ?? null} />
      <text class="app-body-map__side" x="22" y="20">R</text>
      <text class="app-body-map__side" x="172" y="20">L</text>
      <text class="app-body-map__side" x="222" y="20">L</text>
      <text class="app-body-map__side" x="372" y="20">R</text>
    </svg>
  );
}

/** Marks as a list to add to and take from, beside the figure. */
export function BodyMapControl(props: { field: BodyMapField; id: string; value: Value | undefined; errors: ReadonlyMap<string, string> }): VNode {
  const { field, id, errors } = props;
  const marks = marksOf(props.value);
  const error = errors.get(id);
  return (
    <div class="app-body-map__wrap">
      <BodyFigure marks={marks} chooses={`${id}.new.region`} />
      <div>
        {error === undefined ? null : <p class="nhsuk-error-message" id={`${id}-error`}>{error}</p>}
        <input type="hidden" name={`${id}.rows`} value={String(marks.length)} />
        {marks.length === 0 ? <p class="app-quiet">No marks yet. Left and right are the person’s own.</p> : (
          <ol class="app-marks">
            {marks.map((mark, i) => (
              <li>
                <b>{regionName(mark.region)}</b>
                <input type="hidden" name={`${id}.${i}.region`} value={mark.region} />
                <Kind field={field} id={`${id}.${i}.kind`} label={`What is there: ${regionName(mark.region)}`} value={mark.kind} error={errors.get(`${id}.${i}.kind`)} />
                <Note id={`${id}.${i}.note`} label={`Note: ${regionName(mark.region)}`} value={mark.note} />
                <button class="app-link-button" type="submit" name="do" value={`remove:${id}:${i}`} formnovalidate>
                  Remove<span class="nhsuk-u-visually-hidden"> {regionName(mark.region)}</span>
                </button>
              </li>
            ))}
          </ol>
        )}
        {marks.length >= field.most ? null : (
          <fieldset class="nhsuk-fieldset app-marks__new">
            <legend class="nhsuk-fieldset__legend">Add a mark</legend>
            <div class="nhsuk-form-group">
              <label class="nhsuk-label" for={`${id}.new.region`}>Where</label>
              <select class="nhsuk-select" id={`${id}.new.region`} name={`${id}.new.region`}>
                <option value="">Choose</option>
                {regions.map(([value, text]) => <option value={value}>{text}</option>)}
              </select>
            </div>
            <Kind field={field} id={`${id}.new.kind`} label="What is there" value="" shown />
            <Note id={`${id}.new.note`} label="Note (optional)" value="" shown />
            <button class="nhsuk-button nhsuk-button--secondary nhsuk-button--small" data-module="nhsuk-button" type="submit" name="do" value={`add:${id}`}>
              Add the mark
            </button>
          </fieldset>
        )}
      </div>
    </div>
  );
}

function Kind(props: { field: BodyMapField; id: string; label: string; value: string; error?: string | undefined; shown?: boolean }): VNode {
  return (
    <div class={`nhsuk-form-group${props.error === undefined ? '' : ' nhsuk-form-group--error'}`}>
      <label class={props.shown === true ? 'nhsuk-label' : 'nhsuk-u-visually-hidden'} for={props.id}>{props.label}</label>
      {props.error === undefined ? null : <span class="nhsuk-error-message" id={`${props.id}-error`}>{props.error}</span>}
      <select class="nhsuk-select" id={props.id} name={props.id}>
        <option value="">Choose</option>
        {props.field.kinds.map((k) => <option value={k.value} selected={k.value === props.value}>{k.title}</option>)}
      </select>
    </div>
  );
}

const Note = (props: { id: string; label: string; value: string; shown?: boolean }): VNode => (
  <div class="nhsuk-form-group">
    <label class={props.shown === true ? 'nhsuk-label' : 'nhsuk-u-visually-hidden'} for={props.id}>{props.label}</label>
    <input class="nhsuk-input" id={props.id} name={props.id} type="text" value={props.value} maxlength={1000} autocomplete="off" />
  </div>
);
