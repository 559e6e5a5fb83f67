import type { Fact, FactBodies, Professional } from '../kernel/index.ts';
import { compileAll } from './compile-demographics.ts';
import { BadValue, compileEach, compileValue, compileWhen, converter, fieldOf, readYesNo, type At, type Read, type Scope } from './compile-values.ts';
import type { FactMapping, ProfessionalMapping } from './definition.ts';
import type { Value } from './values.ts';

type Text<N> = Read<N, string | undefined>;
type Body<N> = Read<N, FactBodies[Fact['kind']]>;

/** Compiles one kind of statement; gives none, one, or one for each repeat of its group. */
export function compileFact<N>(scope: Scope<N>, mapping: FactMapping, today: () => string, at: At): Read<N, Fact[]> {
  const { inner, nodes } = compileEach(scope, mapping.each, at);
  const fits = compileWhen(inner, mapping.when, [...at, 'when']);
  const code = some(inner, mapping.code, [...at, 'code']);
  const label = compileValue(inner, mapping.label, [...at, 'label']);
  const start = dated(inner, mapping.start, 'when', [...at, 'start']);
  const end = dated(inner, mapping.end, 'when', [...at, 'end']);
  const body = compileBody(inner, mapping, today, { start, end }, [...at, 'body']);
  const { kind, system, category } = mapping;
  return (node, record) => {
    const facts: Fact[] = [];
    for (const part of nodes(node, record)) {
      if (!fits(part, record)) continue;
      const coded = code(part, record);
      const words = label(part, record) ?? coded;
      if (words === undefined) throw new BadValue(fieldOf(mapping.label), 'value.required', 'There is nothing to call this by: its label and code are both empty.');
      const from = start(part, record);
      const to = end(part, record);
      if (from !== undefined && to !== undefined && to.slice(0, from.length) < from.slice(0, to.length)) {
        throw new BadValue(mapping.end === undefined ? 'end' : fieldOf(mapping.end), 'value.order', `It ends on ${to}, before it starts on ${from}.`);
      }
      const fact: Fact = { kind, label: words, body: body(part, record) };
      if (coded !== undefined) fact.code = coded;
      if (system !== undefined) fact.system = system;
      if (from !== undefined) fact.start = from;
      if (to !== undefined) fact.end = to;
      if (category !== undefined) fact.category = category;
      facts.push(fact);
    }
    return facts;
  };
}

const some = <N>(scope: Scope<N>, value: Value | undefined, at: At): Text<N> => (value === undefined ? () => undefined : compileValue(scope, value, at));

/** A date that, when it is there, must be one: a fact on a wrong day misleads. */
export function dated<N>(scope: Scope<N>, value: Value | undefined, as: 'date' | 'when', at: At): Text<N> {
  if (value === undefined) return () => undefined;
  const read = compileValue(scope, value, at);
  const to = converter(as, fieldOf(value), scope.definition);
  return (node, record) => {
    const text = read(node, record);
    return text === undefined ? undefined : to(text);
  };
}

/** Named parts of a body, each left out when empty. */
function parts<N, K extends string>(scope: Scope<N>, mapping: { [P in K]?: Value | undefined }, names: readonly K[], at: At): (into: { [P in K]?: string }, node: N, record: N) => void {
  const reads = names.flatMap((name) => {
    const value = mapping[name];
    return value === undefined ? [] : [[name, compileValue(scope, value, [...at, name])] as const];
  });
  return (into, node, record) => {
    for (const [name, read] of reads) {
      const text = read(node, record);
      if (text !== undefined) into[name] = text;
    }
  };
}

function compileBody<N>(scope: Scope<N>, mapping: FactMapping, today: () => string, span: { start: Text<N>; end: Text<N> }, at: At): Body<N> {
  switch (mapping.kind) {
    case 'service-episode':
      return serviceEpisode(scope, mapping.body, today, span, at);
    case 'life-event': {
      const fill = parts(scope, mapping.body, ['detail', 'place', 'organisation', 'outcome', 'role'], at);
      return (node, record) => {
        const body: FactBodies['life-event'] = {};
        fill(body, node, record);
        return body;
      };
    }
    case 'finding':
      return finding(scope, mapping.body, at);
    case 'relationship':
      return relationship(scope, mapping.body, at);
    case 'plan':
      return plan(scope, mapping.body, at);
    default:
      return mapping satisfies never;
  }
}

function plan<N>(scope: Scope<N>, mapping: Extract<FactMapping, { kind: 'plan' }>['body'], at: At): Body<N> {
  const status = compileValue(scope, mapping.status, [...at, 'status']);
  const review = dated(scope, mapping.reviewDate, 'date', [...at, 'reviewDate']);
  const fill = parts(scope, mapping, ['detail'], at);
  const people = professionals(scope, mapping.professionals, [...at, 'professionals']);
  return (node, record) => {
    const body: FactBodies['plan'] = { status: status(node, record) ?? 'unknown' };
    const reviewDate = review(node, record);
    if (reviewDate !== undefined) body.reviewDate = reviewDate;
    const found = people(node, record);
    if (found.length > 0) body.professionals = found;
    fill(body, node, record);
    return body;
  };
}

const statuses = ['current', 'historic', 'planned', 'unknown'] as const;
type Status = (typeof statuses)[number];

function serviceEpisode<N>(scope: Scope<N>, mapping: Extract<FactMapping, { kind: 'service-episode' }>['body'], today: () => string, span: { start: Text<N>; end: Text<N> }, at: At): Body<N> {
  const stated = some(scope, mapping.status, [...at, 'status']);
  const fill = parts(scope, mapping, ['service', 'organisation', 'outcome', 'reason', 'detail'], at);
  const people = professionals(scope, mapping.professionals, [...at, 'professionals']);
  return (node, record) => {
    const said = stated(node, record)?.toLowerCase();
    const status: Status = statuses.find((s) => s === said) ?? (said === undefined ? statusOn(today(), span.start(node, record), span.end(node, record)) : 'unknown');
    const body: FactBodies['service-episode'] = { status };
    fill(body, node, record);
    const found = people(node, record);
    if (found.length > 0) body.professionals = found;
    return body;
  };
}

const statusOn = (day: string, start: string | undefined, end: string | undefined): Status => {
  if (end !== undefined && end.slice(0, 10) < day.slice(0, end.length)) return 'historic';
  return start !== undefined && start.slice(0, 10) > day.slice(0, start.length) ? 'planned' : 'current';
};

function finding<N>(scope: Scope<N>, mapping: Extract<FactMapping, { kind: 'finding' }>['body'], at: At): Body<N> {
  const fill = parts(scope, mapping, ['unit', 'severity', 'detail', 'recordedBy'], at);
  const value = some(scope, mapping.value, [...at, 'value']);
  const numeric = typeof mapping.value === 'object' && 'as' in mapping.value && mapping.value.as === 'number';
  const review = dated(scope, mapping.reviewDate, 'date', [...at, 'reviewDate']);
  return (node, record) => {
    const body: FactBodies['finding'] = { type: mapping.type };
    const found = value(node, record);
    if (found !== undefined) body.value = numeric ? Number(found) : found;
    const reviewDate = review(node, record);
    if (reviewDate !== undefined) body.reviewDate = reviewDate;
    fill(body, node, record);
    return body;
  };
}

function relationship<N>(scope: Scope<N>, mapping: Extract<FactMapping, { kind: 'relationship' }>['body'], at: At): Body<N> {
  const to = compileValue(scope, mapping.to, [...at, 'to']);
  const role = compileValue(scope, mapping.role, [...at, 'role']);
  const { sameHousehold } = mapping;
  const same = typeof sameHousehold === 'boolean' || sameHousehold === undefined ? () => sameHousehold : yesNo(compileValue(scope, sameHousehold, [...at, 'sameHousehold']));
  return (node, record) => {
    const other = to(node, record);
    if (other === undefined) throw new BadValue(fieldOf(mapping.to), 'value.required', 'The other person of this relationship is not given.');
    const body: FactBodies['relationship'] = { to: other, role: role(node, record) ?? 'unknown' };
    const together = same(node, record);
    if (together !== undefined) body.sameHousehold = together;
    return body;
  };
}

const yesNo =
  <N>(read: Text<N>): Read<N, boolean | undefined> =>
  (node, record) =>
    readYesNo(read(node, record));

function professionals<N>(scope: Scope<N>, mappings: readonly ProfessionalMapping[] | undefined, at: At): Read<N, Professional[]> {
  if (mappings === undefined) return () => [];
  const reads = mappings.map((mapping, i): Read<N, Professional[]> => {
    const { inner, nodes } = compileEach(scope, mapping.each, [...at, i]);
    const name = compileAll(inner, mapping.name ?? [], [...at, i, 'name']);
    const fill = parts(inner, mapping, ['role', 'team', 'organisation', 'phone', 'email'], [...at, i]);
    return (node, record) =>
      nodes(node, record).flatMap((part) => {
        const professional: Professional = {};
        const called = name(part, record).join(' ');
        if (called !== '') professional.name = called;
        fill(professional, part, record);
        // A role alone, a fixed word of the definition, is nobody to ring.
        return professional.name ?? professional.phone ?? professional.email ?? professional.team ? [professional] : [];
      });
  });
  return (node, record) => reads.flatMap((read) => read(node, record));
}
