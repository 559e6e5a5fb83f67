import type { CardDefinition, CardFault } from '../../radar/index.ts';
import type { FieldError } from '../components/messages.tsx';

/** A scorecard as typed: every field text, rows of bands and signals in order. */
export interface CardForm {
  id: string;
  title: string;
  about: string;
  team: string;
  purpose: string;
  ageFrom: string;
  ageTo: string;
  alertFrom: string;
  bands: { id: string; title: string; from: string }[];
  signals: { use: string; points: string }[];
  atrs: Record<AtrsText | AtrsList, string>;
}

export const atrsTexts = ['owner', 'seniorResponsibleOwner', 'contact', 'purpose', 'benefit', 'decision', 'appeal', 'impactAssessment', 'reviewed'] as const;
export const atrsLists = ['risks', 'mitigations', 'evidence'] as const;
type AtrsText = (typeof atrsTexts)[number];
type AtrsList = (typeof atrsLists)[number];

const bandRows = 5;
const signalRows = 16;
const spare = 2;
const longest = 2_000;

/** Rows with empty ones after, as many as there is room for. */
const padded = <T>(rows: readonly T[], empty: T, most: number, least: number): T[] => [...rows, ...Array.from({ length: Math.max(0, Math.min(most, Math.max(least, rows.length + spare)) - rows.length) }, () => empty)];

export const emptyForm = (): CardForm => formFrom({ id: '', title: '', about: '', team: '', purpose: '', ageFrom: '', ageTo: '', alertFrom: '', bands: [], signals: [], atrs: Object.fromEntries([...atrsTexts, ...atrsLists].map((key) => [key, ''])) as CardForm['atrs'] });

const formFrom = (form: CardForm): CardForm => ({ ...form, bands: padded(form.bands, { id: '', title: '', from: '' }, bandRows, 3), signals: padded(form.signals, { use: '', points: '' }, signalRows, 4) });

export const formOf = (card: CardDefinition): CardForm =>
  formFrom({
    id: card.id, title: card.title, about: card.about, team: card.team, purpose: card.purpose,
    ageFrom: String(card.ages.from ?? ''), ageTo: String(card.ages.to ?? ''), alertFrom: card.alertFrom,
    bands: card.bands.map((b) => ({ ...b, from: String(b.from) })), signals: card.signals.map((s) => ({ use: s.use, points: String(s.points) })),
    atrs: Object.fromEntries([...atrsTexts.map((key) => [key, card.atrs[key]]), ...atrsLists.map((key) => [key, card.atrs[key].join('\n')])]) as CardForm['atrs'],
  });

/** What a browser sent, as a form; anything else it sent is left. */
export function readCardForm(body: Record<string, unknown> | null | undefined): CardForm {
  const text = (field: string): string => {
    const value = body?.[field];
    return typeof value === 'string' ? value.trim().slice(0, longest) : '';
  };
  return formFrom({
    id: text('id'), title: text('title'), about: text('about'), team: text('who').split('/')[0] ?? '', purpose: text('who').split('/')[1] ?? '',
    ageFrom: text('ageFrom'), ageTo: text('ageTo'), alertFrom: text('alertFrom'),
    bands: Array.from({ length: bandRows }, (_, i) => ({ id: text(`band-${i}-id`) || short(text(`band-${i}-title`)), title: text(`band-${i}-title`), from: text(`band-${i}-from`) })).filter((b) => b.title !== '' || b.from !== ''),
    signals: Array.from({ length: signalRows }, (_, i) => ({ use: text(`signal-${i}-use`), points: text(`signal-${i}-points`) })).filter((s) => s.use !== '' || s.points !== ''),
    atrs: Object.fromEntries([...atrsTexts, ...atrsLists].map((key) => [key, text(`atrs-${key}`)])) as CardForm['atrs'],
  });
}

/** A short name out of a title, for a band that has none yet. */
const short = (title: string): string => title.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^[^a-z]+|-+$/g, '').slice(0, 40);

/** The form as a definition to be checked. What the form has no field for stays as it was. */
export function cardOf(form: CardForm, before: CardDefinition | null): unknown {
  const number = (text: string): number => (text === '' ? NaN : Number(text));
  const lines = (text: string): string[] => text.split('\n').map((line) => line.trim()).filter((line) => line !== '');
  const bands = form.bands.filter((b) => b.title !== '' || b.from !== '').map((b) => ({ id: b.id, title: b.title, from: number(b.from) }));
  return {
    id: before?.id ?? form.id, title: form.title, about: form.about, team: form.team, purpose: form.purpose,
    ages: { ...(form.ageFrom === '' ? {} : { from: number(form.ageFrom) }), ...(form.ageTo === '' ? {} : { to: number(form.ageTo) }) },
    fitted: before?.fitted ?? false,
    bands, alertFrom: bands.some((b) => b.id === form.alertFrom) ? form.alertFrom : (bands.at(-1)?.id ?? form.alertFrom),
    signals: form.signals.filter((s) => s.use !== '' || s.points !== '').map((s) => ({ use: s.use, points: number(s.points) })),
    atrs: {
      ...(before === null ? {} : { method: before.atrs.method }),
      ...Object.fromEntries(atrsTexts.map((key) => [key, form.atrs[key]])),
      ...Object.fromEntries(atrsLists.map((key) => [key, lines(form.atrs[key])])),
    },
  };
}

const fields: Record<string, { href: string; name: string }> = {
  id: { href: '#id', name: 'Short name' }, title: { href: '#title', name: 'Title' }, about: { href: '#about', name: 'About' }, team: { href: '#who', name: 'Team and purpose' }, purpose: { href: '#who', name: 'Team and purpose' },
  alertFrom: { href: '#alertFrom', name: 'Alert from' }, fitted: { href: '#ageFrom', name: 'Ages' },
};

/** Faults as errors beside their fields. */
export function faultsToErrors(faults: readonly CardFault[]): FieldError[] {
  return faults.map(({ at, message, mend }) => {
    const [head = '', index, part] = at.map(String);
    const words = message.startsWith('Invalid input') || message.startsWith('Too small') ? 'needs a value' : message;
    const known = fields[head];
    if (known !== undefined) return { text: `${known.name}: ${words}`, href: known.href };
    if (head === 'ages') return { text: `Ages: ${words}`, href: index === 'to' ? '#ageTo' : '#ageFrom' };
    if (head === 'bands') return { text: index === undefined ? 'Give at least one band' : `Band ${Number(index) + 1}: ${words}`, href: index === undefined ? '#band-0-title' : `#band-${index}-${part === 'from' ? 'from' : 'title'}` };
    if (head === 'signals') return { text: index === undefined ? 'Choose at least one signal' : `Signal ${Number(index) + 1}: ${words} ${words === message ? mend : ''}`.trim(), href: index === undefined ? '#signal-0-use' : `#signal-${index}-${part === 'points' ? 'points' : 'use'}` };
    return { text: `Transparency record, ${index ?? ''}: ${words}`, href: `#atrs-${index ?? 'owner'}` };
  });
}
