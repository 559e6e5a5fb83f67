import type { Access } from '../access/index.ts';
import type { Records } from '../record/index.ts';

/** Somebody of the showcase who may sign in at their own record, or for whom somebody acts. */
const invited = [
  { find: '999 012 3454', birthDate: '1943-07-14', name: 'Amina Begum', email: 'amina.begum@people.example', kind: 'self', evidence: 'Bus pass and a letter from the council, seen at home', personName: 'Amina Begum' },
  { find: '999 012 3454', birthDate: '1943-07-14', name: 'Nasreen Begum', email: 'nasreen.begum@people.example', kind: 'lpa-health', evidence: 'Power registered 4 March 2024, by its access code', personName: 'Amina Begum' },
  { find: 'hannah fletcher 09/03/2012', birthDate: '2012-03-09', name: 'Claire Fletcher', email: 'claire.fletcher@people.example', kind: 'parental-responsibility', evidence: 'Full birth certificate and driving licence', personName: 'Hannah Fletcher' },
] as const;

/** Makes the demo's accounts as a worker would, each through its invitation and its code. @returns how many there are */
export async function makeDemoAccounts(access: Pick<Access, 'own' | 'reading' | 'session'>, records: Pick<Records, 'search'>): Promise<number> {
  const { own } = access;
  if (own === null) return 0;
  const session = access.session('ruth.adeyemi');
  let made = 0;
  for (const { find, ...who } of invited) {
    if ((await own.account({ email: who.email })) !== null) continue;
    const { found } = await access.reading(session, { action: 'search', persons: [], request: find }, (reading) => records.search(reading, find));
    const person = found.find((row) => row.kind === 'person' && row.summary.birthDate === who.birthDate);
    if (person?.kind !== 'person') continue;
    const { personId } = person.summary;
    const { code } = await access.reading(session, { action: 'own-account', persons: [personId] }, (reading) => own.invite(reading, personId, { ...who, tells: [], until: null }));
    const account = await own.account({ email: who.email });
    if (account !== null && (await own.tie(account.accountId, code))) made += 1;
  }
  return made;
}
