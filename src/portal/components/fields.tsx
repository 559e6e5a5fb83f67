import type { ComponentChildren, VNode } from 'preact';

function ErrorMessage(props: { id: string; children: ComponentChildren }): VNode {
  return (
    <span class="nhsuk-error-message" id={props.id}>
      <span class="nhsuk-u-visually-hidden">Error: </span>
      {props.children}
    </span>
  );
}

const describedBy = (...ids: (string | false | undefined)[]): string | undefined => ids.filter((id) => typeof id === 'string').join(' ') || undefined;

export interface TextFieldProps {
  id: string;
  name: string;
  label: string;
  labelSize?: 's' | 'm' | 'l';
  hint?: ComponentChildren;
  error?: string | undefined;
  type?: 'text' | 'search';
  value?: string | undefined;
  width?: 5 | 10 | 20;
  autocomplete?: 'off';
  spellcheck?: boolean;
  maxlength?: number;
}

/** nhsuk-frontend text input with its label, hint and error. */
export function TextField(props: TextFieldProps): VNode {
  const { id, error, hint } = props;
  const input = {
    class: `nhsuk-input${error === undefined ? '' : ' nhsuk-input--error'}${props.width === undefined ? '' : ` nhsuk-input--width-${props.width}`}`,
    id,
    name: props.name,
    value: props.value,
    spellcheck: props.spellcheck,
    autocomplete: props.autocomplete,
    maxlength: props.maxlength,
    'aria-describedby': describedBy(hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`),
  };
  return (
    <div class={`nhsuk-form-group${error === undefined ? '' : ' nhsuk-form-group--error'}`}>
      <label class={`nhsuk-label${props.labelSize === undefined ? '' : ` nhsuk-label--${props.labelSize}`}`} for={id}>
        {props.label}
      </label>
      {hint === undefined ? null : (
        <div class="nhsuk-hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {error === undefined ? null : <ErrorMessage id={`${id}-error`}>{error}</ErrorMessage>}
      {props.type === 'search' ? <input type="search" {...input} /> : <input type="text" {...input} />}
    </div>
  );
}

export interface Choice {
  value: string;
  text: ComponentChildren;
  hint?: ComponentChildren;
  checked?: boolean;
}

export interface ChoicesProps {
  kind: 'radios' | 'checkboxes';
  /** Stem of the ids: the first item has it bare, the next `-2`, as nhsuk-frontend numbers them. */
  id: string;
  name: string;
  legend: string;
  legendSize?: 's' | 'm' | 'l';
  hint?: string;
  error?: string | undefined;
  small?: boolean;
  items: readonly Choice[];
}

/** nhsuk-frontend radios or checkboxes in their fieldset. */
export function Choices(props: ChoicesProps): VNode {
  const { kind, id, error, hint } = props;
  return (
    <div class={`nhsuk-form-group${error === undefined ? '' : ' nhsuk-form-group--error'}`}>
      <fieldset class="nhsuk-fieldset" aria-describedby={describedBy(hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`)}>
        <legend class={`nhsuk-fieldset__legend${props.legendSize === undefined ? '' : ` nhsuk-fieldset__legend--${props.legendSize}`}`}>{props.legend}</legend>
        {hint === undefined ? null : (
          <div class="nhsuk-hint" id={`${id}-hint`}>
            {hint}
          </div>
        )}
        {error === undefined ? null : <ErrorMessage id={`${id}-error`}>{error}</ErrorMessage>}
        <div class={`nhsuk-${kind}${props.small === true ? ` nhsuk-${kind}--small` : ''}`} data-module={`nhsuk-${kind}`}>
          {props.items.map((item, index) => {
            const itemId = index === 0 ? id : `${id}-${index + 1}`;
            return (
              <div class={`nhsuk-${kind}__item`}>
                <input
                  class={`nhsuk-${kind}__input`}
                  id={itemId}
                  name={props.name}
                  type={kind === 'radios' ? 'radio' : 'checkbox'}
                  value={item.value}
                  checked={item.checked}
                  aria-describedby={item.hint === undefined ? undefined : `${itemId}-item-hint`}
                />
                <label class={`nhsuk-label nhsuk-${kind}__label`} for={itemId}>
                  {item.text}
                </label>
                {item.hint === undefined ? null : (
                  <div class={`nhsuk-hint nhsuk-${kind}__hint`} id={`${itemId}-item-hint`}>
                    {item.hint}
                  </div>
                )}
              </div>
            );
          })}
        </div>
      </fieldset>
    </div>
  );
}
