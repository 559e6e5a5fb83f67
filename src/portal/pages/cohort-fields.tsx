import type { VNode } from 'preact';
import { ethnicGroups, ethnicWords, householdWords, households, sexes, sexWords, type Aspect, type CohortGround } from '../../radar/index.ts';
import { Choices, TextField } from '../components/fields.tsx';
import type { FieldError } from '../components/messages.tsx';
import { SelectField } from '../components/select.tsx';

export const aspectTitles: Readonly<Record<Aspect, string>> = {
  age: 'Age', sex: 'Sex', ethnicity: 'Ethnic group', language: 'Language', ward: 'Ward', lsoa: 'Small area', deprivation: 'Deprivation', card: 'Scorecard', household: 'Household', signal: 'What is known', contact: 'Contact', when: 'Condition',
};

export interface FieldsProps {
  aspect: Aspect;
  ground: CohortGround & { languages: readonly string[] };
  one: (field: string) => string;
  all: (field: string) => string[];
  errors: readonly FieldError[];
  /** Categories of data that a criterion on contact may name: those the team sees. */
  services: readonly { id: string; name: string }[];
}

/** The fields of one kind of criterion. */
export function AspectFields(props: FieldsProps): VNode {
  const { aspect, ground, one, all } = props;
  const error = (field: string): string | undefined => props.errors.find((e) => e.href === `#${field}`)?.text;
  const boxes = (name: string, legend: string, items: readonly { value: string; text: string }[]): VNode => (
    <Choices kind="checkboxes" small id={name} name={name} legend={legend} error={error(name)} items={items.map((item) => ({ ...item, checked: all(name).includes(item.value) }))} />
  );
  const places = (level: 'ward' | 'lsoa'): { value: string; text: string }[] => (ground.geography.get(level)?.shapes ?? []).map((s) => ({ value: s.code, text: s.name })).toSorted((a, b) => a.text.localeCompare(b.text, 'en-GB'));
  switch (aspect) {
    case 'age':
      return (
        <>
          <TextField id="from" name="from" label="Aged from" width={5} value={one('from')} error={error('from')} maxlength={3} autocomplete="off" />
          <TextField id="to" name="to" label="Aged to" hint="Leave one of them empty for no limit" width={5} value={one('to')} error={error('to')} maxlength={3} autocomplete="off" />
        </>
      );
    case 'deprivation':
      return (
        <>
          <TextField id="from" name="from" label="Decile from" hint="Index of Multiple Deprivation of the small area they live in: 1 is the most deprived tenth of England" width={5} value={one('from')} error={error('from')} maxlength={2} autocomplete="off" />
          <TextField id="to" name="to" label="Decile to" width={5} value={one('to')} error={error('to')} maxlength={2} autocomplete="off" />
        </>
      );
    case 'sex':
      return boxes('sex', 'Sex', sexes.map((value) => ({ value, text: sexWords[value] ?? value })));
    case 'ethnicity':
      return boxes('ethnicity', 'Ethnic group (2021 census)', ethnicGroups.map((value) => ({ value, text: ethnicWords[value] })));
    case 'language':
      return ground.languages.length === 0 ? <p>No languages are recorded.</p> : boxes('language', 'Main language', ground.languages.map((value) => ({ value, text: value })));
    case 'ward':
      return boxes('ward', 'Ward they live in', places('ward'));
    case 'lsoa':
      return boxes('lsoa', 'Small area (LSOA) they live in', places('lsoa'));
    case 'card':
      return (
        <SelectField
          id="card"
          name="card"
          label="In this band of a scorecard, or a higher one"
          error={error('card')}
          value={one('card')}
          options={[{ value: '', text: 'Choose' }, ...ground.cards.flatMap((card) => card.bands.map((band) => ({ value: `${card.id}/${band.id}`, text: `${card.title}: ${band.title}` })))]}
        />
      );
    case 'household':
      return <Choices kind="radios" small id="household" name="household" legend="Who they live with" error={error('household')} items={households.map((value) => ({ value, text: householdWords[value], checked: one('household') === value }))} />;
    case 'signal':
      return (
        <>
          <SelectField
            id="signal"
            name="signal"
            label="What is known of them"
            hint="The signals of this area, as scorecards use them; those your team may not see of everybody are not here"
            error={error('signal')}
            value={one('signal')}
            options={[{ value: '', text: 'Choose' }, ...ground.signals.map(({ id, label }) => ({ value: id, text: label })).toSorted((a, b) => a.text.localeCompare(b.text, 'en-GB'))]}
          />
          <Choices kind="checkboxes" small id="absent" name="absent" legend="Turned round" items={[{ value: 'yes', text: 'It must not be so', checked: one('absent') === 'yes' }]} />
        </>
      );
    case 'contact':
      return (
        <>
          <TextField id="days" name="days" label="Nothing recorded for how many days" hint="Somebody a late source says nothing of is not counted" width={5} value={one('days')} error={error('days')} maxlength={4} autocomplete="off" />
          {boxes('with', 'By which services', props.services.map(({ id, name }) => ({ value: id, text: name })))}
        </>
      );
    default:
      return <p>Conditions are written in the area’s files.</p>;
  }
}
