import type { VNode } from 'preact';
import { FieldFrame, inError } from './field-frame.tsx';

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
export const SelectField = ({ id, name, value, options, ...frame }: SelectFieldProps): VNode => (
  <FieldFrame id={id} {...frame}>
    {(described) => (
      <select class={inError('nhsuk-select', frame.error)} id={id} name={name} aria-describedby={described}>
        {options.map((option) => (
          <option value={option.value} selected={option.value === value}>
            {option.text}
          </option>
        ))}
      </select>
    )}
  </FieldFrame>
);
