import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { describe, expect, test } from 'vitest';
import { nhsukFixtures, normaliseHtml, type NhsukFixture } from '../../../tests/support/html.ts';
import { Button, type ButtonProps } from './button.tsx';
import { Choices, SearchField, TextField } from './fields.tsx';
import { SummaryList, Table } from './lists.tsx';
import { Details, ErrorSummary, InsetText, NotificationBanner, SkipLink, WarningCallout, type FieldError } from './messages.tsx';
import { Pagination } from './pagination.tsx';
import { Tag, type TagColour } from './tag.tsx';

type Context = Record<string, unknown>;

/** A parameter given as null is one not given. */
const given = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(given)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).flatMap(([k, v]) => (v === null ? [] : [[k, given(v)]])))
      : value;
/** Their examples, but for those whose content comes from outside their parameters. */
const fixturesOf = (component: string): NhsukFixture[] =>
  nhsukFixtures(component).filter(({ name }) => !name.includes('call block')).map((fixture) => ({ ...fixture, context: given(fixture.context) as Context }));

interface Text {
  text?: string;
  heading?: string;
  size?: 's' | 'm' | 'l';
}

/** Our component beside each of nhsuk-frontend's own examples that uses only what ours supports. At least `least` must be of that kind. */
function mirrors(component: string, supported: readonly string[], least: number, draw: (context: Context) => VNode, also: (context: Context) => boolean = () => true): void {
  const fixtures = fixturesOf(component).filter(({ context }) => Object.keys(context).every((key) => supported.includes(key)) && also(context));
  describe(`nhsuk-frontend ${component}`, () => {
    test(`has at least ${least} examples to be held to`, () => expect(fixtures.length).toBeGreaterThanOrEqual(least));
    test.each(fixtures.map((fixture, index) => ({ ...fixture, index })))('$index: $name', ({ context, html }) => {
      expect(normaliseHtml(renderToString(draw(context)))).toBe(normaliseHtml(html));
    });
  });
}

const textOnly = (value: unknown): boolean => value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).every((k) => ['text', 'heading', 'size'].includes(k)));
const words = (value: unknown): string => (typeof value === 'string' ? value : ((value as Text | undefined)?.text ?? (value as Text | undefined)?.heading ?? ''));

mirrors(
  'tag',
  ['text', 'colour'],
  10,
  (c) => <Tag {...(c.colour === undefined ? {} : { colour: c.colour as TagColour })}>{words(c)}</Tag>,
  (c) => c.colour !== false,
);

mirrors(
  'button',
  ['text', 'variant', 'small', 'href', 'type'],
  8,
  (c) => <Button {...(c as Partial<ButtonProps>)}>{words(c)}</Button>,
  (c) => ['secondary', 'reverse', 'login', 'warning', undefined].includes(c.variant as string | undefined),
);

mirrors('skip-link', ['text', 'href'], 1, (c) => <SkipLink {...c} />, (c) => String(c.href).startsWith('#'));

mirrors('inset-text', ['text'], 1, (c) => (
  <InsetText>
    <p>{words(c)}</p>
  </InsetText>
));

mirrors(
  'warning-callout',
  ['heading', 'text'],
  2,
  (c) => <WarningCallout {...(words(c.heading) === 'Important' ? {} : { heading: words(c.heading) })}>{words(c)}</WarningCallout>,
  (c) => c.heading !== undefined,
);

mirrors(
  'details',
  ['summary', 'text', 'open'],
  3,
  (c) => (
    <Details summary={words(c.summary)} {...(c.open === undefined ? {} : { open: c.open === true })}>
      {words(c)}
    </Details>
  ),
  (c) => typeof c.summary === 'string' || textOnly(c.summary),
);

mirrors('notification-banner', ['text', 'variant'], 2, (c) => <NotificationBanner text={words(c)} {...(c.variant === 'success' ? { variant: 'success' } : {})} />);

mirrors(
  'error-summary',
  ['heading', 'description', 'errorList'],
  4,
  (c) => <ErrorSummary heading={words(c.heading)} {...(c.description === undefined ? {} : { description: words(c.description) })} errors={(c.errorList as (FieldError | null)[]).filter((e) => e !== null && typeof e === 'object')} />,
  (c) => textOnly(c.heading) && (typeof c.description === 'string' || textOnly(c.description)) && Array.isArray(c.errorList) && c.heading !== undefined,
);

mirrors(
  'pagination',
  ['previous', 'next'],
  3,
  (c) => <Pagination {...c} />,
  (c) => [c.previous, c.next].every((step) => step === undefined || Object.keys(step as object).every((k) => k === 'href' || k === 'label')),
);

interface Row {
  key: unknown;
  value: unknown;
}
const rowsOf = (c: Context): Row[] => c.rows as Row[];
mirrors(
  'summary-list',
  ['rows', 'border'],
  1,
  (c) => <SummaryList {...(c.border === false ? { border: false } : {})} rows={rowsOf(c).map((row) => ({ key: words(row.key), value: words(row.value) }))} />,
  (c) => rowsOf(c).every((row) => Object.keys(row).every((k) => k === 'key' || k === 'value') && [row.key, row.value].every((v) => typeof v === 'string' || textOnly(v))),
);

interface Head {
  text?: string;
  format?: string;
}
mirrors(
  'tables',
  ['caption', 'captionSize', 'firstCellIsHeader', 'responsive', 'head', 'rows'],
  4,
  (c) => {
    const caption = c.caption as Text & { classes?: string };
    return (
      <Table
        caption={words(caption)}
        {...(caption.size === undefined ? {} : { captionSize: caption.size })}
        {...(caption.classes === undefined ? {} : { captionHidden: true })}
        responsive={c.responsive === true}
        firstCellIsHeader={c.firstCellIsHeader === true}
        columns={(c.head as (Head | string)[]).map((head, index) => ({ heading: words(head), numeric: typeof head === 'object' && head.format === 'numeric', cell: (row: unknown[]) => words(row[index]) }))}
        rows={c.rows as unknown[][]}
      />
    );
  },
  (c) => {
    const caption = c.caption as (Text & { classes?: string; id?: string }) | undefined;
    const plain = (cell: unknown): boolean => typeof cell === 'string' || (typeof cell === 'object' && cell !== null && Object.keys(cell).every((k) => k === 'text' || k === 'format'));
    return (
      caption !== undefined &&
      caption.id === undefined &&
      ['s', 'm', 'l', undefined].includes(caption.size) &&
      (caption.classes === undefined || caption.classes === 'nhsuk-u-visually-hidden') &&
      (c.head as unknown[]).every(plain) &&
      (c.rows as unknown[][]).every((row) => Array.isArray(row) && row.every(plain))
    );
  },
);

const labelled = (c: Context): boolean => textOnly(c.label) && typeof (c.label as Text).text === 'string' && (c.hint === undefined || typeof words(c.hint) === 'string') && textOnly(c.hint) && textOnly(c.errorMessage);
mirrors(
  'input',
  ['label', 'hint', 'errorMessage', 'id', 'name', 'width'],
  1,
  (c) => {
    const label = c.label as Text;
    return (
      <TextField
        id={(c.id ?? c.name) as string}
        name={c.name as string}
        label={words(label)}
        {...(label.size === undefined ? {} : { labelSize: label.size })}
        {...(c.hint === undefined ? {} : { hint: words(c.hint) })}
        error={c.errorMessage === undefined ? undefined : words(c.errorMessage)}
        {...(c.width === undefined ? {} : { width: c.width as 10 })}
      />
    );
  },
  labelled,
);

describe('search input', () => {
  test('is nhsuk-frontend’s own, but that its button has no name other than its words', () => {
    const theirs = nhsukFixtures('search-input').find(({ name }) => name === 'with brand button text only')!;
    const ours = renderToString(<SearchField id="example" name="example" label="Product order number" labelSize="m" heading button="Find" />);
    expect(normaliseHtml(ours)).toBe(normaliseHtml(theirs.html.replaceAll(' aria-label="Search"', '').replaceAll(' nhsuk-input--width-20', '')));
  });
});

describe.each(['radios', 'checkboxes'] as const)('%s', (kind) => {
  const fixtures = fixturesOf(kind).filter(({ context }) => Object.keys(context).every((k) => ['fieldset', 'hint', 'errorMessage', 'idPrefix', 'name', 'small', 'items'].includes(k)) && textOnly((context.fieldset as Context | undefined)?.legend) && context.fieldset !== undefined);
  const plain = fixtures.filter(({ context }) => textOnly(context.hint) && textOnly(context.errorMessage) && (context.items as Context[]).every((item) => item !== null && typeof item === 'object' && Object.keys(item).every((k) => ['value', 'text', 'hint', 'checked'].includes(k)) && textOnly(item.hint)));
  test('has examples to be held to', () => expect(plain.length).toBeGreaterThanOrEqual(2));
  test.each(plain.map((fixture, index) => ({ ...fixture, index })))('$index: $name', ({ context: c, html }) => {
    const legend = (c.fieldset as { legend: Text }).legend;
    const ours = renderToString(
      <Choices
        kind={kind}
        id={(c.idPrefix ?? c.name) as string}
        name={c.name as string}
        legend={words(legend)}
        {...(legend.size === undefined ? {} : { legendSize: legend.size })}
        {...(c.hint === undefined ? {} : { hint: words(c.hint) })}
        error={c.errorMessage === undefined ? undefined : words(c.errorMessage)}
        small={c.small === true}
        items={(c.items as { value: string; text: string; hint?: Text; checked?: boolean }[]).map((item) => ({ value: item.value, text: item.text, ...(item.hint === undefined ? {} : { hint: words(item.hint) }), ...(item.checked === undefined ? {} : { checked: item.checked }) }))}
      />,
    );
    // Theirs put the legend in a heading of the page; ours stand under one.
    const theirs = normaliseHtml(html).replace(/<h\d class="nhsuk-fieldset__heading">\n([^\n]*)\n<\/h\d>/, '$1');
    expect(normaliseHtml(ours)).toBe(theirs);
  });
});
