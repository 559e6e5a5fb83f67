import { expect, test } from 'vitest';
import { demoRules } from '../../tests/support/access.ts';
import { decidePerson, type Relationship } from './decide.ts';

/*
 * What every demo user may know, for every purpose: a person their organisation has nothing to do with, and then one it
 * works with now. D detail, S summary, a alert, · none. Columns in the order of areas/demo/access/categories.yaml.
 */
const table = `
                                                        id asc csc hou hos  gp com men pol edu amb hse dwe sex
joanna.price    front-door        care-act-request       D   D   a   D   D   S   D   S   a   a   D   D   D   · | D   D   a   D   D   S   D   S   a   a   D   D   D   ·
joanna.price    front-door        adult-safeguarding     D   D   S   D   D   D   D   S   S   a   D   D   D   S | D   D   S   D   D   D   D   D   S   a   D   D   D   S
daniel.osei     discharge-hub     hospital-discharge     D   S   ·   S   S   ·   S   a   ·   ·   ·   ·   S   · | D   S   ·   S   D   S   D   S   ·   ·   D   S   S   ·
margaret.whelan rosewood          care-home-placement    ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   · | D   S   ·   ·   S   S   D   a   ·   ·   S   ·   ·   ·
aisha.khan      mash              child-safeguarding     D   S   D   D   S   S   S   a   D   D   S   ·   ·   S | D   S   D   D   S   S   S   S   D   D   S   ·   ·   S
aisha.khan      mash              child-in-need          D   a   D   S   a   ·   S   a   a   D   ·   ·   ·   · | D   a   D   S   a   ·   S   a   a   D   ·   ·   ·   ·
tom.fletcher    tenancy-services  tenancy-support        ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   · | D   a   a   D   ·   ·   ·   a   a   ·   ·   ·   D   ·
paul.okafor     district-nursing  direct-care            D   ·   ·   ·   S   S   D   a   a   ·   ·   ·   ·   S | D   S   a   S   D   D   D   D   a   ·   D   ·   ·   S
priya.nair      vulnerability-desk police-vulnerability  S   a   a   a   ·   ·   ·   a   D   a   ·   ·   ·   · | S   a   a   a   ·   ·   ·   a   D   a   ·   ·   ·   ·
hannah.lindqvist larch-street     direct-care            S   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   · | D   S   a   a   D   D   D   D   ·   ·   D   ·   ·   ·
leila.haddad    prevention        prevention             D   S   a   D   S   S   S   a   a   a   S   D   D   · | D   S   a   D   S   S   S   a   a   a   S   D   D   ·
yusuf.hale      performance       statutory-return       D   D   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   · | D   D   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·
helen.marsh     commissioning     planning               ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   · | ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·
ruth.adeyemi    information-governance information-governance D · ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   · | D   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·
grace.bello     information-governance information-governance D ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   · | D   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·
sam.carter      front-door        care-act-request       D   D   a   D   D   S   D   S   a   a   D   D   D   · | D   D   a   D   D   S   D   S   a   a   D   D   D   ·
sam.carter      front-door        adult-safeguarding     D   D   S   D   D   D   D   S   S   a   D   D   D   S | D   D   S   D   D   D   D   D   S   a   D   D   D   S
sam.carter      mash              child-safeguarding     D   S   D   D   S   S   S   a   D   D   S   ·   ·   S | D   S   D   D   S   S   S   S   D   D   S   ·   ·   S
sam.carter      mash              child-in-need          D   a   D   S   a   ·   S   a   a   D   ·   ·   ·   · | D   a   D   S   a   ·   S   a   a   D   ·   ·   ·   ·
nadia.rahman    front-door        care-act-request       D   D   a   D   D   S   D   S   a   a   D   D   D   · | D   D   a   D   D   S   D   S   a   a   D   D   D   ·
nadia.rahman    front-door        adult-safeguarding     D   D   S   D   D   D   D   S   S   a   D   D   D   S | D   D   S   D   D   D   D   D   S   a   D   D   D   S
carol.bennett   front-door        care-act-request       D   D   a   D   D   S   D   S   a   a   D   D   D   · | D   D   a   D   D   S   D   S   a   a   D   D   D   ·
carol.bennett   front-door        adult-safeguarding     D   D   S   D   D   D   D   S   S   a   D   D   D   S | D   D   S   D   D   D   D   D   S   a   D   D   D   S
stephen.adjei   safeguarding-adults adult-safeguarding     D   D   S   D   D   S   D   S   S   ·   D   S   S   · | D   D   S   D   D   S   D   D   S   ·   D   S   S   ·
grace.lam       resources         care-act-request       D   D   ·   ·   S   ·   S   ·   ·   ·   ·   ·   ·   · | D   D   ·   ·   S   ·   S   ·   ·   ·   ·   ·   ·   ·
imran.sheikh    resources         care-act-request       D   D   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   · | D   D   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·
judith.okeke    resources         care-act-request       D   D   ·   ·   S   ·   S   ·   ·   ·   ·   ·   ·   · | D   D   ·   ·   S   ·   S   ·   ·   ·   ·   ·   ·   ·
owen.bright     prevention        prevention             D   S   a   D   S   S   S   a   a   a   S   D   D   · | D   S   a   D   S   S   S   a   a   a   S   D   D   ·
kelly.norton    ward              direct-care            S   ·   ·   ·   S   ·   ·   a   ·   ·   ·   ·   ·   · | D   S   ·   ·   D   S   D   S   ·   ·   D   ·   ·   ·
marcus.reid     ambulance-crews   direct-care            S   ·   ·   ·   ·   ·   ·   ·   ·   ·   D   ·   ·   · | D   ·   ·   ·   S   S   D   a   ·   ·   D   ·   ·   ·
fiona.grant     mash              child-safeguarding     D   S   D   D   S   S   S   a   D   D   S   ·   ·   S | D   S   D   D   S   S   S   S   D   D   S   ·   ·   S
fiona.grant     mash              child-in-need          D   a   D   S   a   ·   S   a   a   D   ·   ·   ·   · | D   a   D   S   a   ·   S   a   a   D   ·   ·   ·   ·
peter.lowe      mash              child-safeguarding     D   S   D   D   S   S   S   a   D   D   S   ·   ·   S | D   S   D   D   S   S   S   S   D   D   S   ·   ·   S
peter.lowe      mash              child-in-need          D   a   D   S   a   ·   S   a   a   D   ·   ·   ·   · | D   a   D   S   a   ·   S   a   a   D   ·   ·   ·   ·
imogen.hale     data-rights       data-requests          D   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   · | D   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·
marcus.webb     data-rights       data-requests          D   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   · | D   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·
`;

const { rules, session } = demoRules();
const today = '2026-11-20';
const letters = { detail: 'D', summary: 'S', alert: 'a', none: '·' } as const;
const rows = table
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => {
    const [user = '', team = '', purpose = '', ...levels] = line.replace('|', '').split(/\s+/);
    return { user, team, purpose, stranger: levels.slice(0, 14).join(''), known: levels.slice(14).join('') };
  });

const decided = (row: (typeof rows)[number], ties: Relationship[]): string =>
  [...decidePerson(rules, session(row.user, row.team, row.purpose), 'p', [], ties, today).categories.values()].map((d) => letters[d.level]).join('');

test.each(rows)('$user in $team for $purpose', (row) => {
  const organisation = rules.team.get(row.team)!.organisation;
  expect(decided(row, [])).toBe(row.stranger);
  expect(decided(row, [{ organisation, team: '', kind: 'service-episode', since: '2026-01-05', until: null }])).toBe(row.known);
});

test('the table has every user, team and purpose', () => {
  const every = [...rules.user.values()].flatMap((u) => u.teams.flatMap((t) => Object.keys(rules.team.get(t.team)!.purposes).map((p) => `${u.id} ${t.team} ${p}`)));
  expect(rows.map((r) => `${r.user} ${r.team} ${r.purpose}`).toSorted()).toEqual(every.toSorted());
});

test('a sealed person is nothing to anybody', () => {
  for (const row of rows) {
    const decision = decidePerson(rules, session(row.user, row.team, row.purpose), 'p', [{ kind: 'sealed' }], [{ organisation: rules.team.get(row.team)!.organisation, team: row.team, kind: 'allocation', since: '2020-01-01', until: null }], today);
    expect(decision).toMatchObject({ sealed: true, restricted: false });
    expect([...decision.categories.values()].every((d) => d.level === 'none')).toBe(true);
  }
});
