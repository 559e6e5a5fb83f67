import type { VNode } from 'preact';
import { Button } from '../components/button.tsx';
import { Choices, TextField } from '../components/fields.tsx';
import type { Page } from '../components/layout.tsx';
import { ErrorSummary, type FieldError } from '../components/messages.tsx';
import { paths } from '../paths.ts';

export const deviceFields = ['devEui', 'name', 'codec', 'uprn', 'room', 'person', 'installer', 'installed', 'basis', 'consentBy', 'consentAt', 'consentUntil', 'purpose', 'intervalMinutes'] as const;
export type DeviceField = (typeof deviceFields)[number];
export type DeviceValues = Record<DeviceField, string>;

export interface DeviceFormProps {
  values: DeviceValues;
  errors: readonly FieldError[];
  codecs: readonly { id: string; title: string }[];
  grounds: readonly { id: string; name: string; about: string }[];
  csrf: string;
}

/** Registering a device, or claiming one that was heard. */
export function deviceFormPage(props: DeviceFormProps): Page {
  const { values, errors, codecs, grounds } = props;
  const error = (field: DeviceField): string | undefined => errors.find(({ href }) => href === `#${field}`)?.text;
  const text = (id: DeviceField, label: string, hint?: string): VNode => <TextField id={id} name={id} label={label} hint={hint} value={values[id]} error={error(id)} autocomplete="off" maxlength={120} />;
  return {
    title: ['Register a device', 'Devices'],
    at: 'devices',
    error: errors.length > 0,
    body: (
      <div class="app-plain app-form">
        {errors.length === 0 ? null : <ErrorSummary errors={errors} />}
        <p>
          <a href={paths.devices}>All devices</a>
        </p>
        <h1 class="nhsuk-heading-l">Register a device</h1>
        <p>What was heard of it since it was put in is read as soon as it is registered.</p>
        <form action={paths.registerDevice} method="post" novalidate>
          <input type="hidden" name="csrf" value={props.csrf} />
          <h2 class="app-subtitle">The device</h2>
          {text('devEui', 'DevEUI or number', 'On its label: 16 digits and letters, such as 24E124136B502217')}
          {text('name', 'Name', 'Such as Bedroom climate')}
          <div class={`nhsuk-form-group${error('codec') === undefined ? '' : ' nhsuk-form-group--error'}`}>
            <label class="nhsuk-label" for="codec">
              Kind
            </label>
            {error('codec') === undefined ? null : (
              <span class="nhsuk-error-message" id="codec-error">
                <span class="nhsuk-u-visually-hidden">Error: </span>
                {error('codec')}
              </span>
            )}
            <select class="nhsuk-select" id="codec" name="codec" aria-describedby={error('codec') === undefined ? undefined : 'codec-error'}>
              <option value="">Choose one</option>
              {codecs.map(({ id, title }) => (
                <option value={id} selected={values.codec === id}>
                  {title}
                </option>
              ))}
            </select>
          </div>
          {text('intervalMinutes', 'Minutes between its uplinks', 'It is called silent when three are missed')}
          <h2 class="app-subtitle">Where it stands</h2>
          {text('uprn', 'UPRN of the home', 'Check the number twice: readings of the wrong home mislead about two')}
          {text('room', 'Room')}
          {text('person', 'NHS number, where it is one person’s and not the home’s', 'A pendant or a bed sensor; leave it empty for a home')}
          {text('installer', 'Put in by')}
          {text('installed', 'Put in on', 'Such as 20/11/2026, or 20/11/2026 14:30; now, when left empty. What it said before is not of this home')}
          <h2 class="app-subtitle">On what grounds</h2>
          <Choices kind="radios" id="basis" name="basis" legend="Grounds" error={error('basis')} items={grounds.map((g) => ({ value: g.id, text: g.name, hint: g.about, checked: values.basis === g.id }))} />
          {text('consentBy', 'Who agreed or decided')}
          {text('consentAt', 'On', 'Such as 1/11/2026')}
          {text('consentUntil', 'Ends on, if a day is set')}
          {text('purpose', 'What for')}
          <Button>Register</Button>
        </form>
      </div>
    ),
  };
}
