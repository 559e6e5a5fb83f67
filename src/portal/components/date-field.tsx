import type { VNode } from 'preact';

export interface DateFieldProps {
  id: string;
  legend: string;
  hint: string;
  error?: string | undefined;
  day: string;
  month: string;
  year: string;
}

/** nhsuk-frontend date input: day, month and year, each of which may be left empty. Fields are named `id-day` and so on. */
export function DateField(props: DateFieldProps): VNode {
  const { id, error } = props;
  const parts = [['day', 'Day', 2, props.day], ['month', 'Month', 2, props.month], ['year', 'Year', 4, props.year]] as const;
  return (
    <div class={`nhsuk-form-group${error === undefined ? '' : ' nhsuk-form-group--error'}`}>
      <fieldset class="nhsuk-fieldset" aria-describedby={`${id}-hint${error === undefined ? '' : ` ${id}-error`}`} role="group">
        <legend class="nhsuk-fieldset__legend nhsuk-fieldset__legend--s">{props.legend}</legend>
        <div class="nhsuk-hint" id={`${id}-hint`}>
          {props.hint}
        </div>
        {error === undefined ? null : (
          <span class="nhsuk-error-message" id={`${id}-error`}>
            <span class="nhsuk-u-visually-hidden">Error: </span>
            {error}
          </span>
        )}
        <div class="nhsuk-date-input" id={id}>
          {parts.map(([part, label, width, value]) => (
            <div class="nhsuk-date-input__item">
              <div class="nhsuk-form-group">
                <label class="nhsuk-label nhsuk-date-input__label" for={`${id}-${part}`}>
                  {label}
                </label>
                <input
                  class={`nhsuk-input nhsuk-date-input__input nhsuk-input--width-${width}${error === undefined ? '' : ' nhsuk-input--error'}`}
                  id={`${id}-${part}`}
                  name={`${id}-${part}`}
                  type="text"
                  inputmode="numeric"
                  value={value}
                  maxlength={part === 'month' ? 9 : width}
                  autocomplete="off"
                />
              </div>
            </div>
          ))}
        </div>
      </fieldset>
    </div>
  );
}
