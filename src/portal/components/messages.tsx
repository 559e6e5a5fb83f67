import type { ComponentChildren, VNode } from 'preact';

/** A message about one field; `href` leads to the field (`#q`). */
export interface FieldError {
  text: string;
  href?: string;
}

/** nhsuk-frontend error summary: what is wrong, each linked to its field. Stands first in the main content. */
export function ErrorSummary(props: { heading?: string; description?: string; errors: readonly FieldError[] }): VNode {
  return (
    <div class="nhsuk-error-summary" data-module="nhsuk-error-summary">
      <div role="alert">
        <h2 class="nhsuk-error-summary__heading">{props.heading ?? 'There is a problem'}</h2>
        <div class="nhsuk-error-summary__body">
          {props.description === undefined ? null : <p>{props.description}</p>}
          <ul class="nhsuk-list nhsuk-error-summary__list">
            {props.errors.map((error) => (
              <li>{error.href === undefined ? error.text : <a href={error.href}>{error.text}</a>}</li>
            ))}
          </ul>
        </div>
      </div>
    </div>
  );
}

/** nhsuk-frontend inset text. */
export function InsetText(props: { children: ComponentChildren }): VNode {
  return (
    <div class="nhsuk-inset-text">
      <span class="nhsuk-u-visually-hidden">Information: </span>
      {props.children}
    </div>
  );
}

/** Read out as one phrase: not in the ARIA standard, and so not in the types, but what nhsuk-frontend sends. */
const oneText: Record<string, string> = { role: 'text' };

/** nhsuk-frontend warning callout. */
export function WarningCallout(props: { heading?: string; level?: 2 | 3; children: ComponentChildren }): VNode {
  const Heading = props.level === 2 ? 'h2' : 'h3';
  return (
    <div class="nhsuk-card nhsuk-card--warning">
      <div class="nhsuk-card__content">
        <Heading class="nhsuk-card__heading">
          {props.heading === undefined ? (
            'Important'
          ) : (
            <span {...oneText}>
              <span class="nhsuk-u-visually-hidden">Important: </span>
              {props.heading}
            </span>
          )}
        </Heading>
        <p class="nhsuk-card__description">{props.children}</p>
      </div>
    </div>
  );
}

/** nhsuk-frontend notification banner. `success` is announced at once; the plain one is a region. */
export function NotificationBanner(props: { variant?: 'success'; title?: string; text?: string; children?: ComponentChildren }): VNode {
  const success = props.variant === 'success';
  return (
    <div
      class={`nhsuk-notification-banner${success ? ' nhsuk-notification-banner--success' : ''}`}
      data-module="nhsuk-notification-banner"
      role={success ? 'alert' : 'region'}
      aria-labelledby="nhsuk-notification-banner-title"
    >
      <div class="nhsuk-notification-banner__header">
        <h2 class="nhsuk-notification-banner__title" id="nhsuk-notification-banner-title">
          {props.title ?? (success ? 'Success' : 'Important')}
        </h2>
      </div>
      <div class="nhsuk-notification-banner__content">
        {props.text === undefined ? props.children : <p class="nhsuk-notification-banner__heading">{props.text}</p>}
      </div>
    </div>
  );
}

/** nhsuk-frontend details: more for those who want it, shut to begin with. */
export function Details(props: { summary: ComponentChildren; open?: boolean; class?: string; children: ComponentChildren }): VNode {
  return (
    <details class={`nhsuk-details${props.class === undefined ? '' : ` ${props.class}`}`} open={props.open}>
      <summary class="nhsuk-details__summary">
        <span class="nhsuk-details__summary-text">{props.summary}</span>
      </summary>
      <div class="nhsuk-details__text">{props.children}</div>
    </details>
  );
}

/** nhsuk-frontend skip link. */
export function SkipLink(props: { href?: string; text?: string }): VNode {
  return (
    <a class="nhsuk-skip-link" data-module="nhsuk-skip-link" href={props.href ?? '#maincontent'}>
      {props.text ?? 'Skip to main content'}
    </a>
  );
}
