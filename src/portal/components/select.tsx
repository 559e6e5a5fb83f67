import type { VNode } from 'preact';

export interface SelectFieldProps {
  id: string;
  name: string;
  label: string;
  hint?: string;
  error?: string | undefined;
  value: string;
  options: readonly { value: string; text: string }[];
}

/** nhsuk-frontend select with its label, hint and error. */
export function SelectField(props: SelectFieldProps): VNode {
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
      <select class={`nhsuk-select${error === undefined ? '' : ' nhsuk-select--error'}`} id={id} name={props.name} aria-describedby={described === '' ? undefined : described}>
        {props.options.map((option) => (
          <option value={option.value} selected={option.value === props.value}>
            {option.text}
          </option>
        ))}
      </select>
    </div>
  );
}
