import type { VNode } from 'preact';

const left = 'M10.7 6.3c.4.4.4 1 0 1.4L7.4 11H19a1 1 0 0 1 0 2H7.4l3.3 3.3c.4.4.4 1 0 1.4a1 1 0 0 1-1.4 0l-5-5A1 1 0 0 1 4 12c0-.3.1-.5.3-.7l5-5a1 1 0 0 1 1.4 0Z';
const right = 'm14.7 6.3 5 5c.2.2.3.4.3.7 0 .3-.1.5-.3.7l-5 5a1 1 0 0 1-1.4-1.4l3.3-3.3H5a1 1 0 0 1 0-2h11.6l-3.3-3.3a1 1 0 1 1 1.4-1.4Z';

function Step(props: { way: 'previous' | 'next'; href: string; label?: string }): VNode {
  const previous = props.way === 'previous';
  return (
    <li class={`nhsuk-pagination-item--${props.way}`}>
      <a class={`nhsuk-pagination__link nhsuk-pagination__link--${previous ? 'prev' : 'next'}`} href={props.href} rel={previous ? 'prev' : 'next'}>
        <span class="nhsuk-pagination__title">
          {previous ? 'Previous' : 'Next'}
          <span class="nhsuk-u-visually-hidden"> page</span>
        </span>
        {props.label === undefined ? null : (
          <>
            <span class="nhsuk-u-visually-hidden">:</span>
            <span class="nhsuk-pagination__page">{props.label}</span>
          </>
        )}
        <svg
          class={`nhsuk-icon nhsuk-icon--arrow-${previous ? 'left' : 'right'}`}
          xmlns="http://www.w3.org/2000/svg"
          viewBox="0 0 24 24"
          width="16"
          height="16"
          focusable="false"
          aria-hidden="true"
        >
          <path d={previous ? left : right} />
        </svg>
      </a>
    </li>
  );
}

/** nhsuk-frontend pagination: previous and next, each with what it leads to. */
export function Pagination(props: { previous?: { href: string; label?: string }; next?: { href: string; label?: string } }): VNode {
  return (
    <nav class="nhsuk-pagination" role="navigation" aria-label="Pagination">
      <ul class="nhsuk-list nhsuk-pagination__list">
        {props.previous === undefined ? null : <Step way="previous" {...props.previous} />}
        {props.next === undefined ? null : <Step way="next" {...props.next} />}
      </ul>
    </nav>
  );
}
