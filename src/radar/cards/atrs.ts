import { stringify } from 'yaml';
import type { StoredCard } from './versions.store.ts';

/** One heading of a card's transparency record, with what stands under it. */
export interface AtrsPart {
  title: string;
  rows: { name: string; value: string | string[] }[];
}

/**
 * A card's record in the order of the Algorithmic Transparency Recording Standard: tier 1 says in plain words what the
 * tool is, tier 2 who answers for it, how it works, what decides, its data and its risks.
 */
export function atrsOf({ card, version, signals, state, inForceAt }: StoredCard): AtrsPart[] {
  const { atrs } = card;
  return [
    { title: 'Tier 1: summary', rows: [{ name: 'Name', value: card.title }, { name: 'Description', value: card.about }, { name: 'Purpose', value: atrs.purpose }, { name: 'Benefit', value: atrs.benefit }, { name: 'Contact', value: atrs.contact }] },
    { title: 'Owner and responsibility', rows: [{ name: 'Owner', value: atrs.owner }, { name: 'Senior responsible owner', value: atrs.seniorResponsibleOwner }, { name: 'Supplier', value: 'None: Kith, run by the organisation itself' }] },
    {
      title: 'How it works',
      rows: [
        { name: 'Method', value: atrs.method },
        { name: 'Fitted to outcomes', value: card.fitted ? 'Yes' : 'No' },
        { name: 'Version', value: `${version}, ${state.replace('-', ' ')}${inForceAt === null ? '' : ` since ${inForceAt.toISOString().slice(0, 10)}`}` },
        { name: 'Who can be listed', value: agesOf(card.ages) },
        { name: 'Signals', value: card.signals.map(({ use, points }) => `${signals.find((s) => s.id === use)?.label ?? use}: ${points}`) },
        { name: 'Bands', value: card.bands.map((b) => `${b.title}: from ${b.from}`) },
        { name: 'Evidence', value: atrs.evidence },
      ],
    },
    { title: 'Decisions', rows: [{ name: 'Who decides', value: atrs.decision }, { name: 'How to ask or object', value: atrs.appeal }] },
    { title: 'Impact, risks and mitigations', rows: [{ name: 'Data protection impact assessment', value: atrs.impactAssessment }, { name: 'Risks', value: atrs.risks }, { name: 'Mitigations', value: atrs.mitigations }, { name: 'Record last reviewed', value: atrs.reviewed }] },
  ];
}

export const agesOf = ({ from, to }: { from?: number | undefined; to?: number | undefined }): string =>
  from === undefined && to === undefined ? 'People of any age' : to === undefined ? `People aged ${from} and over` : from === undefined ? `People aged up to ${to}` : `People aged ${from} to ${to}`;

/** The record as Markdown, for a web page or a repository of records. */
export const atrsMarkdown = (stored: StoredCard): string =>
  [`# ${stored.card.title}`, ...atrsOf(stored).flatMap((part) => [`## ${part.title}`, ...part.rows.map(({ name, value }) => (typeof value === 'string' ? `**${name}.** ${value}` : `**${name}**\n${value.map((v) => `- ${v}`).join('\n')}`))])].join('\n\n');

/** A card as the file of an area has it. */
export const cardYaml = ({ card }: Pick<StoredCard, 'card'>): string => `# yaml-language-server: $schema=../../../schema/radar-card.json\n${stringify(card, { lineWidth: 140 })}`;
