import type { VNode } from 'preact';
import type { AnswerProblem, Answers, ListedField, Value } from '../../pathways/index.ts';
import { inJson } from '../http/sample-answers.ts';
import { Choices, TextField } from './fields.tsx';
import { TextArea } from './text-area.tsx';

const shown = (value: Value | undefined): string => (value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value));

/** Questions of a form in plain fields, for sample answers. */
export function SampleFields(props: { fields: readonly ListedField[]; answers: Answers; problems: readonly AnswerProblem[]; missing: readonly string[] }): VNode {
  const errorOf = ({ name }: ListedField): string | undefined => props.problems.find((p) => p.field === name || p.field.startsWith(`${name}.`) || p.field.startsWith(`${name}[`))?.says ?? (props.missing.includes(name) ? 'Give an answer' : undefined);
  return (
    <>
      {props.fields
        .filter((field) => field.type !== 'calculated')
        .map((field) => (
          <SampleField field={field} value={props.answers[field.name]} error={errorOf(field)} />
        ))}
    </>
  );
}

function SampleField({ field, value, error }: { field: ListedField; value: Value | undefined; error: string | undefined }): VNode {
  const id = `f-${field.name}`;
  const label = `${field.title}${field.required ? '' : ' (optional)'}`;
  const when = field.when === undefined ? null : `Asked when ${field.when}`;
  const hint = (more: string | null): { hint?: string } => {
    const says = [more, when].filter((part) => part !== null).join('. ');
    return says === '' ? {} : { hint: says };
  };
  if (field.options !== null) {
    const chosen = Array.isArray(value) ? value : [value];
    const items = field.options.map((option) => ({ value: option, text: field.optionTitles?.[option] ?? (option === 'yes' ? 'Yes' : option === 'no' ? 'No' : option), checked: chosen.includes(option) }));
    return <Choices kind={field.type === 'choices' ? 'checkboxes' : 'radios'} id={id} name={id} legend={label} small items={items} error={error} {...hint(null)} />;
  }
  if (inJson(field.type)) return <TextArea id={id} name={id} label={label} rows={3} value={shown(value)} error={error} {...hint(`As JSON, such as ${exampleOf(field)}`)} />;
  if (field.type === 'long-text') return <TextArea id={id} name={id} label={label} rows={3} value={shown(value)} error={error} {...hint(null)} />;
  const range = field.min === undefined ? null : `From ${field.min} to ${field.max}${field.unit === undefined ? '' : ` ${field.unit}`}`;
  const written: Partial<Record<ListedField['type'], string>> = { date: 'Such as 2026-11-20', time: 'Such as 09:30', 'date-time': 'Such as 2026-11-20T09:30' };
  return <TextField id={id} name={id} label={label} value={shown(value)} error={error} autocomplete="off" width={20} {...hint(range ?? written[field.type] ?? null)} />;
}

function exampleOf(field: ListedField): string {
  if (field.type === 'repeat') return JSON.stringify([Object.fromEntries((field.fields ?? []).slice(0, 2).map((f) => [f.name, f.options?.[0] ?? '…']))]);
  if (field.type === 'table') return '{"row": {"column": "…"}}';
  if (field.type === 'body-map') return '[{"region": "left-heel", "kind": "…"}]';
  return field.type === 'signature' ? '{"name": "A. Worker", "at": "2026-11-20T09:30"}' : '[]';
}
