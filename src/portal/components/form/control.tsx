import type { ComponentChildren, VNode } from 'preact';
import type { SimpleField, Value } from '../../../pathways/index.ts';
import { Choices } from '../fields.tsx';

export interface ControlProps {
  field: SimpleField;
  /** Id and name of the control; parts of a date add theirs. */
  id: string;
  value: Value | undefined;
  error?: string | undefined;
  /** Within a row, where the question stands above or beside: smaller, its label there for those who listen. */
  compact?: boolean;
  /** Said instead of the question by a control in a table, which its row and column name. */
  label?: string;
}

/** More choices than these are a list to choose from. */
const mostRadios = 8;
/** What an answer says when it is not of the question's own kind: what was typed, so that nothing typed is lost. */
const said = (value: Value | undefined): string => (value === undefined || value === null ? '' : typeof value === 'object' ? '' : String(value));

function dateParts(value: Value | undefined): { day: string; month: string; year: string; time: string } {
  const text = said(value);
  const iso = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d))?/.exec(text);
  if (iso !== null) return { day: String(Number(iso[3])), month: String(Number(iso[2])), year: iso[1]!, time: iso[4] ?? '' };
  const [date = '', time = ''] = text.split(' ');
  const [day = '', month = '', year = ''] = date.split('/');
  return { day, month, year, time };
}

const optional = (field: SimpleField, compact: boolean): string => (field.required || compact ? '' : ' (optional)');
const describe = (id: string, hint: boolean, error: boolean): string | undefined => [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ') || undefined;

const ErrorText = (props: { id: string; text: string }): VNode => (
  <span class="nhsuk-error-message" id={`${props.id}-error`}>
    <span class="nhsuk-u-visually-hidden">Error: </span>
    {props.text}
  </span>
);

/** One question with the control that its kind of answer needs. */
export function Control(props: ControlProps): VNode {
  const { field, id, value, error, compact = false } = props;
  const label = `${props.label ?? field.title}${optional(field, compact)}`;
  const hint = props.label === undefined ? hintOf(field) : undefined;
  if (field.type === 'yes-no' || (field.type === 'choice' && field.options.length <= mostRadios && !compact)) {
    const items = field.type === 'yes-no' ? [{ value: 'yes', text: 'Yes' }, { value: 'no', text: 'No' }] : field.options.map((o) => ({ value: o.value, text: o.title, ...(o.hint === undefined ? {} : { hint: o.hint }) }));
    const inline = field.type === 'yes-no' || (items.length <= 3 && items.every((i) => i.text.length < 18 && !('hint' in i)));
    return <Choices kind="radios" small={compact} inline={inline} id={id} name={id} legend={label} legendSize="s" {...(hint === undefined ? {} : { hint })} error={error} items={items.map((i) => ({ ...i, checked: i.value === value }))} />;
  }
  if (field.type === 'choices') {
    const chosen = Array.isArray(value) ? value : [];
    return (
      <>
        <input type="hidden" name={`${id}.asked`} value="1" />
        <Choices kind="checkboxes" small={compact || field.options.length > 6} id={id} name={id} legend={label} legendSize="s" hint={hint ?? 'Choose all that apply'} error={error} items={field.options.map((o) => ({ value: o.value, text: o.title, ...(o.hint === undefined ? {} : { hint: o.hint }), checked: chosen.includes(o.value) }))} />
      </>
    );
  }
  if (field.type === 'date' || field.type === 'date-time') return <DateControl {...props} label={label} hint={hint} />;
  const shared = { id, name: id, 'aria-describedby': describe(id, hint !== undefined, error !== undefined) };
  return (
    <Group id={id} label={label} hint={hint} error={error} compact={compact}>
      {field.type === 'long-text' ? (
        <textarea class={`nhsuk-textarea${error === undefined ? '' : ' nhsuk-textarea--error'}`} rows={compact ? 2 : (field.rows ?? 5)} maxlength={field.most} {...shared}>
          {said(value)}
        </textarea>
      ) : field.type === 'choice' ? (
        <select class={`nhsuk-select${error === undefined ? '' : ' nhsuk-select--error'}`} {...shared}>
          <option value="">Choose</option>
          {field.options.map((o) => (
            <option value={o.value} selected={o.value === value}>
              {o.title}
            </option>
          ))}
        </select>
      ) : (
        <Input field={field} value={value} error={error !== undefined} compact={compact} shared={shared} />
      )}
    </Group>
  );
}

type InputField = Extract<SimpleField, { type: 'text' | 'number' | 'time' | 'telephone' | 'email' }>;

function Input(props: { field: InputField; value: Value | undefined; error: boolean; compact: boolean; shared: Record<string, string | undefined> }): VNode {
  const { field } = props;
  const width = { text: field.type === 'text' && field.most <= 30 ? ' nhsuk-input--width-20' : '', number: ' nhsuk-input--width-5', time: ' nhsuk-input--width-5', telephone: ' nhsuk-input--width-20', email: '' }[field.type];
  const mode = field.type === 'number' ? { inputMode: field.step % 1 === 0 && field.min >= 0 ? ('numeric' as const) : ('decimal' as const) } : {};
  const common = { class: `nhsuk-input${width}${props.error ? ' nhsuk-input--error' : ''}`, value: said(props.value), autocomplete: 'off', maxlength: field.type === 'text' ? field.most : 320, spellcheck: field.type === 'text', ...mode, ...props.shared };
  const input = field.type === 'telephone' ? <input type="tel" {...common} /> : field.type === 'email' ? <input type="email" {...common} /> : <input type="text" {...common} />;
  if (field.type !== 'number' || field.unit === undefined) return input;
  return (
    <div class="nhsuk-input-wrapper">
      {input}
      <div class="nhsuk-input-wrapper__suffix" aria-hidden="true">
        {field.unit}
      </div>
    </div>
  );
}

/** A field's own hint, and what its answer must be where that is not plain from it. */
function hintOf(field: SimpleField): string | undefined {
  const range = field.type === 'number' && field.min > -1e6 && field.max < 1e6 ? `${field.min} to ${field.max}${field.unit === undefined ? '' : ` ${field.unit}`}` : field.type === 'time' ? 'Such as 09:30' : field.type === 'date' ? 'Such as 27 3 2026' : undefined;
  if (field.hint === undefined) return range;
  return range === undefined || field.type === 'number' ? field.hint : `${field.hint} ${range}`;
}

export function Group(props: { id: string; label: string; hint?: string | undefined; error?: string | undefined; compact?: boolean; children: ComponentChildren }): VNode {
  const { id, hint, error } = props;
  return (
    <div class={`nhsuk-form-group${error === undefined ? '' : ' nhsuk-form-group--error'}`}>
      <label class={`nhsuk-label${props.compact === true ? '' : ' nhsuk-label--s'}`} for={id}>
        {props.label}
      </label>
      {hint === undefined ? null : (
        <div class="nhsuk-hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {error === undefined ? null : <ErrorText id={id} text={error} />}
      {props.children}
    </div>
  );
}

function DateControl(props: ControlProps & { label: string; hint: string | undefined }): VNode {
  const { id, error, hint, field, compact = false } = props;
  const parts = dateParts(props.value);
  const bad = error === undefined ? '' : ' nhsuk-input--error';
  const boxes = [['day', 'Day', 2, parts.day], ['month', 'Month', 2, parts.month], ['year', 'Year', 4, parts.year]] as const;
  return (
    <div class={`nhsuk-form-group${error === undefined ? '' : ' nhsuk-form-group--error'}`}>
      <fieldset class="nhsuk-fieldset" role="group" aria-describedby={describe(id, hint !== undefined, error !== undefined)}>
        <legend class={`nhsuk-fieldset__legend${compact ? '' : ' nhsuk-fieldset__legend--s'}`}>{props.label}</legend>
        {hint === undefined ? null : (
          <div class="nhsuk-hint" id={`${id}-hint`}>
            {hint}
          </div>
        )}
        {error === undefined ? null : <ErrorText id={id} text={error} />}
        <div class="nhsuk-date-input" id={id}>
          {boxes.map(([part, words, width, value]) => (
            <div class="nhsuk-date-input__item">
              <label class="nhsuk-label nhsuk-date-input__label" for={`${id}.${part}`}>
                {words}
              </label>
              <input class={`nhsuk-input nhsuk-date-input__input nhsuk-input--width-${width}${bad}`} id={`${id}.${part}`} name={`${id}.${part}`} type="text" inputMode="numeric" value={value} maxlength={width} autocomplete="off" />
            </div>
          ))}
          {field.type !== 'date-time' ? null : (
            <div class="nhsuk-date-input__item">
              <label class="nhsuk-label nhsuk-date-input__label" for={`${id}.time`}>
                Time
              </label>
              <input class={`nhsuk-input nhsuk-date-input__input nhsuk-input--width-5${bad}`} id={`${id}.time`} name={`${id}.time`} type="text" inputMode="numeric" value={parts.time} maxlength={5} autocomplete="off" />
            </div>
          )}
        </div>
      </fieldset>
    </div>
  );
}
