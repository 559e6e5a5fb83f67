/** A form as Hackney's core pathway pilot wrote it (LBHackney-IT/lbh-core-pathway-pilot, config/forms/forms.json). */
export interface CoreForm {
  id: string;
  name: string;
  themes: { id: string; name: string; typeFilter: string[]; steps: { id: string; name: string; intro?: string; earlyFinish?: boolean; fields: CoreField[] }[] }[];
  linkable: boolean;
  approvable: boolean;
}

export interface CoreField {
  id: string;
  question: string;
  type: 'text' | 'textarea' | 'radios' | 'select' | 'checkboxes' | 'date' | 'repeaterGroup' | 'timetable' | 'socialCareId' | 'echo';
  hint?: string;
  required?: boolean;
  choices?: { value: string; label: string }[];
  conditions?: { id: string; value: string }[];
  subfields?: CoreField[];
  itemName?: string;
  interestedTeams?: string[];
  summaryStats?: boolean;
  rows?: number;
  path?: string;
}

type Made = Record<string, unknown>;

/** A form of ours, as its file would be written, and the conditions that rest on a question which the form does not ask. */
export interface Converted {
  form: Made;
  dangling: string[];
}

const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const calls = ['Morning', 'Lunch', 'Tea', 'Bedtime', 'Night'];

/**
 * Writes one of those forms in our language. A step becomes a page; a theme's kinds of assessment and an early finish become conditions of
 * pages; an echo is worked out from the answer it repeats. Theirs finds the question of a condition by its words; ours by a name, made here.
 */
export function convertForm(core: CoreForm): Converted {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  const nameOf = (words: string, within = taken): string => {
    const stem = (words.toLowerCase().replace(/['’]/g, '').replace(/[^a-z0-9]+/g, '_').replace(/^[^a-z]+|_+$/g, '') || 'question').slice(0, 60).replace(/_+$/, '');
    let name = stem;
    for (let n = 2; within.has(name); n++) name = `${stem}_${n}`;
    within.add(name);
    return name;
  };
  const dangling: string[] = [];
  const targets = new Map<string, CoreField>();
  const late = new Map<string, CoreField>();
  for (const step of core.themes.flatMap((t) => t.steps)) for (const field of step.fields) late.set(field.id, field);

  const condition = (field: CoreField, known: (id: string) => { name: string; field: CoreField } | undefined): Made => {
    const parts = (field.conditions ?? []).flatMap(({ id, value }) => {
      const target = known(id);
      if (target === undefined) {
        dangling.push(`${field.question}: ${id} = ${value}`);
        return [];
      }
      return [target.field.type === 'checkboxes' ? `list contains(${target.name}, ${JSON.stringify(value)})` : `${target.name} = ${JSON.stringify(value)}`];
    });
    return parts.length === 0 ? {} : { when: parts.join(' and ') };
  };
  const common = (field: CoreField, name: string, when: Made): Made => ({
    name,
    title: field.question.trim(),
    ...((field.hint ?? '').trim() === '' ? {} : { hint: field.hint!.trim() }),
    ...(field.required === true ? { required: true } : {}),
    ...when,
    ...(field.interestedTeams === undefined ? {} : { concerns: field.interestedTeams }),
  });
  const simple = (field: CoreField, name: string, when: Made): Made => {
    const base = common(field, name, when);
    const options = (field.choices ?? []).filter((c) => c.value.trim() !== '').map((c) => ({ value: c.value, title: c.label.trim() }));
    switch (field.type) {
      case 'textarea': return { ...base, type: 'long-text', ...(field.rows === undefined ? {} : { rows: field.rows }) };
      case 'radios':
      case 'select': return options.length < 2 ? { ...base, type: 'choices', options } : { ...base, type: 'choice', options };
      case 'checkboxes': return { ...base, type: 'choices', options };
      case 'date': return { ...base, type: 'date' };
      case 'socialCareId': return { ...base, type: 'text', most: 20 };
      default: return { ...base, type: 'text', most: 1000 };
    }
  };
  const convert = (field: CoreField): Made => {
    const when = condition(field, (id) => (targets.has(id) ? { name: names.get(id)!, field: targets.get(id)! } : undefined));
    const name = nameOf(field.question);
    if (!targets.has(field.id)) {
      names.set(field.id, name);
      targets.set(field.id, field);
    }
    if (field.type === 'repeaterGroup') {
      const own = new Set<string>();
      const inner = new Map<string, { name: string; field: CoreField }>();
      const fields = (field.subfields ?? []).map((one) => {
        const rowWhen = condition(one, (id) => inner.get(id) ?? (targets.has(id) ? { name: names.get(id)!, field: targets.get(id)! } : undefined));
        const rowName = nameOf(one.question, own);
        inner.set(one.id, { name: rowName, field: one });
        return simple(one, rowName, rowWhen);
      });
      return { ...common({ ...field, required: false }, name, when), type: 'repeat', item: field.itemName ?? 'one', fields, ...(field.required === true ? { required: true, least: 1 } : {}) };
    }
    if (field.type === 'timetable') {
      return { ...common(field, name, when), type: 'table', totals: field.summaryStats === true, rows: days.map((day) => ({ value: day.toLowerCase(), title: day })), columns: calls.map((call) => ({ name: call.toLowerCase(), type: 'number', title: call, unit: 'minutes', min: 0, max: 1440 })) };
    }
    if (field.type === 'echo') {
      const asked = (field.path ?? '').split('.').at(-1)!;
      const from = names.get(asked) ?? [...names].find(([id]) => id.toLowerCase() === asked.toLowerCase())?.[1];
      if (from === undefined) dangling.push(`${field.question}: ${field.path}`);
      return { name, title: field.question.trim(), type: 'calculated', value: from ?? 'null', ...when };
    }
    return simple(field, name, when);
  };

  const kinds = [...new Set(core.themes.flatMap((t) => t.typeFilter))];
  const kindName = nameOf('kind of assessment');
  const finished: string[] = [];
  const pages = core.themes.flatMap((theme) =>
    theme.steps.map((step) => {
      const ofKind = theme.typeFilter.length === kinds.length ? [] : [`${kindName} in (${theme.typeFilter.map((k) => JSON.stringify(k)).join(', ')})`];
      const goesOn = finished.map((name) => `${name} = "no"`);
      const fields = step.fields.map(convert);
      if (step.earlyFinish === true) {
        const name = nameOf('finish here');
        fields.push({ name, type: 'yes-no', title: 'Finish here, without the pages that follow?', required: true });
        finished.push(name);
      }
      const when = [...ofKind, ...goesOn];
      return { title: `${theme.name.trim()}: ${step.name.trim()}`, ...((step.intro ?? '').trim() === '' ? {} : { intro: step.intro!.trim() }), ...(when.length === 0 ? {} : { when: when.join(' and ') }), fields };
    }),
  );
  const first = { title: 'Kind', fields: [{ name: kindName, type: 'choice', required: true, title: 'What kind of assessment is this?', options: kinds.length > 1 ? kinds : [...kinds, 'Another'] }] };
  return { form: { title: core.name, source: 'Hackney core pathway pilot', pages: [first, ...pages.filter((page) => page.fields.length > 0)] }, dangling };
}

/** A pathway around it: answered, approved where theirs is, and over. */
export const pathwayAround = (core: CoreForm, form: Made): Made => ({
  id: core.id,
  version: 1,
  title: core.name,
  about: core.name,
  category: 'adult-social-care',
  reference: 'CP',
  roles: { 'social-worker': 'Completes it', ...(core.approvable ? { 'team-manager': 'Approves it' } : {}) },
  forms: { form },
  start: 'asked',
  states: {
    asked: { title: 'Being completed', form: 'form', role: 'social-worker', transitions: [{ to: core.approvable ? 'approval' : 'done', action: 'Send' }] },
    ...(core.approvable ? { approval: { title: 'With the manager', role: 'team-manager', approval: core.name, transitions: [{ to: 'done', action: 'Approve', other: true }, { to: 'asked', action: 'Return', note: true }] } } : {}),
    done: { title: 'Done', end: true },
  },
});
