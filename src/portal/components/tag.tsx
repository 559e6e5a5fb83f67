import type { ComponentChildren, VNode } from 'preact';

export type TagColour = 'white' | 'grey' | 'green' | 'aqua-green' | 'blue' | 'purple' | 'pink' | 'red' | 'orange' | 'yellow';

/** nhsuk-frontend tag. Colour is never the only sign: the words carry the state. */
export function Tag(props: { colour?: TagColour; class?: string; children: ComponentChildren }): VNode {
  const colour = props.colour === undefined ? '' : ` nhsuk-tag--${props.colour}`;
  return <strong class={`nhsuk-tag${colour}${props.class === undefined ? '' : ` ${props.class}`}`}>{props.children}</strong>;
}
