import type { VNode } from 'preact';

/** A number to ring. A link, so that a soft phone or a mobile dials it. */
export function Phone(props: { number: string }): VNode {
  const dial = props.number.replace(/[^\d+]/g, '');
  return dial.length < 3 ? (
    <span class="app-tel">{props.number}</span>
  ) : (
    <a class="app-tel" href={`tel:${dial}`}>
      {props.number}
    </a>
  );
}
