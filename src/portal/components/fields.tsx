import type { ComponentChildren, VNode } from 'preact';
import { describedBy, ErrorMessage, FieldFrame, inError } from './field-frame.tsx';

export interface TextFieldProps {
  id: string;
  name: string;
  label: string;
  labelSize?: 's' | 'm' | 'l';
  hint?: ComponentChildren;
  error?: string | undefined;
  value?: string | undefined;
  width?: 5 | 10 | 20;
  autocomplete?: 'off' | 'one-time-code';
  inputmode?: 'numeric';
  maxlength?: number;
}

/** nhsuk-frontend text input with its label, hint and error. */
export const TextField = ({ id, name, value, width, autocomplete, inputmode, maxlength, ...frame }: TextFieldProps): VNode => (
  <FieldFrame id={id} {...frame}>
    {(described) => (
      <input
        type="text" class={`${inError('nhsuk-input', frame.error)}${width === undefined ? '' : ` nhsuk-input--width-${width}`}`} id={id} name={name} value={value}
        autocomplete={autocomplete} inputmode={inputmode} maxlength={maxlength} aria-describedby={described}
      />
    )}
  </FieldFrame>
);

export interface SearchFieldProps {
  id: string;
  name: string;
  label: string;
  labelSize?: 's' | 'm' | 'l';
  /** The label is the page's heading too. */
  heading?: boolean;
  hint?: ComponentChildren;
  error?: string | undefined;
  value?: string | undefined;
  button: string;
  maxlength?: number;
}

/**
 * nhsuk-frontend search input with a worded button. Unlike theirs the button has no other name than its words, so that
 * who speaks to a computer says what they see (WCAG 2.5.3).
 */
export function SearchField(props: SearchFieldProps): VNode {
  const { id, error, hint } = props;
  const label = (
    <label class={`nhsuk-label${props.labelSize === undefined ? '' : ` nhsuk-label--${props.labelSize}`}`} for={id}>
      {props.label}
    </label>
  );
  return (
    <div class={`nhsuk-form-group${error === undefined ? '' : ' nhsuk-form-group--error'} nhsuk-search-input`}>
      {props.heading === true ? <h1 class="nhsuk-label-wrapper">{label}</h1> : label}
      {hint === undefined ? null : (
        <div class="nhsuk-hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {error === undefined ? null : <ErrorMessage id={`${id}-error`}>{error}</ErrorMessage>}
      <div class="nhsuk-input-wrapper nhsuk-search-input__wrapper">
        <input
          class={`nhsuk-input${error === undefined ? '' : ' nhsuk-input--error'} nhsuk-search-input__input`}
          id={id}
          name={props.name}
          type="search"
          value={props.value}
          aria-describedby={describedBy(hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`)}
          autocomplete="off"
          maxlength={props.maxlength}
        />
        <button class="nhsuk-button nhsuk-button--brand nhsuk-button--small nhsuk-search-input__button" data-module="nhsuk-button" type="submit">
          {props.button}
        </button>
      </div>
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
  /** Beside each other, for short answers. */
  inline?: boolean;
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
        <div class={`nhsuk-${kind}${props.small === true ? ` nhsuk-${kind}--small` : ''}${props.inline === true ? ` nhsuk-${kind}--inline` : ''}`} data-module={`nhsuk-${kind}`}>
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
