import type { ComponentChildren, VNode } from 'preact';

export function ErrorMessage(props: { id: string; children: ComponentChildren }): VNode {
  return (
    <span class="nhsuk-error-message" id={props.id}>
      <span class="nhsuk-u-visually-hidden">Error: </span>
      {props.children}
    </span>
  );
}

/** The ids of what describes a field, or nothing where nothing does. */
export const describedBy = (...ids: (string | false | undefined)[]): string | undefined => ids.filter((id) => typeof id === 'string').join(' ') || undefined;

/** `nhsuk-input`, and in an error `nhsuk-input nhsuk-input--error`. */
export const inError = (name: string, error: string | undefined): string => (error === undefined ? name : `${name} ${name}--error`);

export interface FieldFrameProps {
  id: string;
  label: string;
  labelSize?: 's' | 'm' | 'l';
  hint?: ComponentChildren;
  error?: string | undefined;
  /** Draws the field itself, which says by this what describes it. */
  children: (described: string | undefined) => ComponentChildren;
}

/** What stands around every field of nhsuk-frontend that has one label: label, hint and error, tied to it. */
export function FieldFrame({ id, label, labelSize, hint, error, children }: FieldFrameProps): VNode {
  return (
    <div class={inError('nhsuk-form-group', error)}>
      <label class={`nhsuk-label${labelSize === undefined ? '' : ` nhsuk-label--${labelSize}`}`} for={id}>
        {label}
      </label>
      {hint === undefined ? null : (
        <div class="nhsuk-hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {error === undefined ? null : <ErrorMessage id={`${id}-error`}>{error}</ErrorMessage>}
      {children(describedBy(hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`))}
    </div>
  );
}
