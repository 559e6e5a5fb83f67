import type { VNode } from 'preact';
import { FieldFrame, inError } from './field-frame.tsx';

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
export const TextArea = ({ id, name, value, rows, ...frame }: TextAreaProps): VNode => (
  <FieldFrame id={id} {...frame}>
    {(described) => (
      <textarea class={inError('nhsuk-textarea', frame.error)} id={id} name={name} rows={rows} aria-describedby={described}>
        {value}
      </textarea>
    )}
  </FieldFrame>
);
