import type { VNode } from 'preact';

export interface TextAreaProps {
  id: string;
  name: string;
  label: string;
  hint?: string;
  error?: string | undefined;
  value: string;
  rows: number;
}

/** nhsuk-frontend textarea with its label, hint and error. */
export function TextArea(props: TextAreaProps): VNode {
  const { id, error, hint } = props;
  const described = [hint === undefined ? '' : `${id}-hint`, error === undefined ? '' : `${id}-error`].filter(Boolean).join(' ');
  return (
    <div class={`nhsuk-form-group${error === undefined ? '' : ' nhsuk-form-group--error'}`}>
      <label class="nhsuk-label" for={id}>
        {props.label}
      </label>
      {hint === undefined ? null : (
        <div class="nhsuk-hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {error === undefined ? null : (
        <span class="nhsuk-error-message" id={`${id}-error`}>
          <span class="nhsuk-u-visually-hidden">Error: </span>
          {error}
        </span>
      )}
      <textarea class={`nhsuk-textarea${error === undefined ? '' : ' nhsuk-textarea--error'}`} id={id} name={props.name} rows={props.rows} aria-describedby={described === '' ? undefined : described}>
        {props.value}
      </textarea>
    </div>
  );
}
