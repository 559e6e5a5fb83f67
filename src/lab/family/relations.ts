import type { Person, Relation } from '../world.ts';
import type { Draft } from './draft.ts';

const byeSex = (person: Person, female: Relation['role'], male: Relation['role']): Relation['role'] => (person.sex === 'F' ? female : male);

/** Works out what everybody in the clan is to everybody else, from parents and couples. */
export function relate(draft: Draft): void {
  const { clan, parents, couples } = draft;
  const say = (of: Person, to: Person, role: Relation['role'], dates: { from?: string; until?: string } = {}): void => {
    if (of.relations.some((r) => r.to === to.id)) return;
    of.relations.push({ to: to.id, role, sameHousehold: of.household === to.household, ...dates });
  };
  for (const { a, b, from, until, married } of couples) {
    const dates = { from, ...(until === undefined ? {} : { until }) };
    const over = until !== undefined && a.deathDate === undefined && b.deathDate === undefined;
    say(a, b, over ? 'former-partner' : married ? byeSex(b, 'wife', 'husband') : 'partner', dates);
    say(b, a, over ? 'former-partner' : married ? byeSex(a, 'wife', 'husband') : 'partner', dates);
  }
  for (const child of clan.people) {
    const { mother, father } = parents.get(child.id) ?? {};
    for (const parent of [mother, father]) {
      if (!parent) continue;
      say(child, parent, byeSex(parent, 'mother', 'father'), { from: child.birthDate });
      say(parent, child, byeSex(child, 'daughter', 'son'), { from: child.birthDate });
      const { mother: grandmother, father: grandfather } = parents.get(parent.id) ?? {};
      for (const elder of [grandmother, grandfather]) {
        if (!elder) continue;
        say(child, elder, byeSex(elder, 'grandmother', 'grandfather'), { from: child.birthDate });
        say(elder, child, 'grandchild', { from: child.birthDate });
      }
    }
    for (const other of clan.people) {
      if (other.id === child.id) continue;
      const theirs = parents.get(other.id);
      if (theirs && ((mother && theirs.mother === mother) || (father && theirs.father === father))) {
        const twin = theirs.mother === mother && other.birthDate === child.birthDate;
        say(child, other, twin ? 'twin' : byeSex(other, 'sister', 'brother'), {});
      }
    }
  }
}

/** Titles, last of all: they depend on age, sex and marriage. */
export function giveTitles(draft: Draft): void {
  const married = new Set(draft.couples.filter((c) => c.married).flatMap((c) => [c.a.id, c.b.id]));
  const child = Number(draft.borough.today.slice(0, 4)) - 18;
  for (const person of draft.clan.people) {
    const young = Number(person.birthDate.slice(0, 4)) > child;
    person.name.title = young ? (person.sex === 'F' ? 'Miss' : 'Master') : person.ordinal % 67 === 0 ? 'Dr' : person.sex === 'M' ? 'Mr' : married.has(person.id) ? 'Mrs' : person.ordinal % 3 === 0 ? 'Miss' : 'Ms';
  }
}
