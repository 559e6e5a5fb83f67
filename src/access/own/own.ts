import { createHash, randomInt } from 'node:crypto';
import { isUuid, KithError, newId, type Kernel } from '../../kernel/index.ts';
import { selectLooks } from '../access.store.ts';
import { assertReading, personId as readId } from '../reading.ts';
import type { Rules } from '../rules.ts';
import type { OwnTie, Reading, ReadAction, Session } from '../types.ts';
import { self, type OwnDefinition } from './definition.ts';
import { accountBy, authoritiesOf, authoritiesOfAccount, copyWithheld, endAuthority, everyAccount, insertAccount, insertAuthority, insertWithheld, liftWithheld, resumeAuthority, suspendAuthority, tieByCode, withheldOf, type AuthorityRow } from './own.store.ts';
import type { Authority, Invitation, Own } from './types.ts';

/** Letters and digits that nobody takes for another, read out or written by hand. */
const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const codeLength = 12;
const codeDays = 14;
const mostTries = 5;
const dayMs = 86_400_000;

/** A code of sixty bits, in fours: `H7KM-2QRP-9XWB`. */
const newCode = (): string => Array.from({ length: codeLength }, (_, i) => (i > 0 && i % 4 === 0 ? '-' : '') + alphabet[randomInt(alphabet.length)]!).join('');
const hashOf = (code: string): Buffer => createHash('sha256').update(code.toUpperCase().replace(/[^A-Z0-9]/g, '')).digest();

/** The person's own side of an area that has one. */
export function createOwn(kernel: Pick<Kernel, 'db' | 'clock'>, rules: Rules, definition: OwnDefinition, may: (session: Session, action: ReadAction) => boolean): Own {
  const { clock, db } = kernel;
  /** The person's id as it is kept, where this reading was opened for this and shows them. */
  const within = (reading: Reading, id: string, action: 'own-account' | 'withhold'): string => {
    assertReading(reading);
    const who = readId(id);
    const decision = reading.persons.get(who);
    if (!may(reading.session, action)) throw new KithError('access.refused', `${reading.session.teamName} may not do this.`);
    if (decision === undefined || decision.sealed) throw new KithError('person.not-found', 'There is no such person.');
    return who;
  };
  const stateOf = (row: AuthorityRow): Authority['state'] => {
    const today = clock.today();
    if (row.endedAt !== null || (row.until !== null && row.until <= today)) return 'ended';
    if (row.suspendedAt !== null) return 'suspended';
    if (row.tiedAt === null) return 'invited';
    return row.since > today ? 'not-yet' : 'open';
  };
  const changed = (rows: number): void => {
    if (rows === 0) throw new KithError('conflict.changed', 'This has already been changed.', { mend: 'Load the page again.' });
  };

  return {
    definition,
    async authorities(reading, id) {
      const rows = await authoritiesOf(reading.sql, within(reading, id, 'own-account'));
      return rows.map((row) => ({
        authorityId: row.authorityId,
        accountId: row.accountId,
        name: row.name,
        email: row.email,
        kind: row.kind,
        tells: row.tells,
        evidence: row.evidence,
        verifiedBy: row.verifiedBy,
        verifiedAt: row.verifiedAt.toISOString(),
        since: row.since,
        until: row.until,
        state: stateOf(row),
        suspended: row.suspendedAt === null ? null : { at: row.suspendedAt.toISOString(), by: row.suspendedBy ?? '', reason: row.suspendedReason ?? '', reviewOn: row.reviewOn ?? '' },
        ended: row.endedAt === null ? null : { at: row.endedAt.toISOString(), by: row.endedBy ?? '', reason: row.endedReason ?? '' },
      }));
    },
    async invite(reading, id, invitation) {
      const who = within(reading, id, 'own-account');
      const { tells, until } = terms(definition, invitation, clock.today());
      const now = clock.now();
      const code = newCode();
      const expires = new Date(now.getTime() + codeDays * dayMs);
      const authorityId = newId();
      const { userId, name } = reading.session;
      const accountId = await insertAccount(reading.sql, { accountId: newId(), email: invitation.email.trim().toLowerCase(), name: invitation.name.trim(), at: now });
      await insertAuthority(reading.sql, { personId: who, authorityId, accountId, kind: invitation.kind, tells, personName: invitation.personName, evidence: invitation.evidence, by: { userId, name }, at: now, since: clock.today(), until, codeHash: hashOf(code), codeExpires: expires });
      return { authorityId, code, expires: expires.toISOString() };
    },
    async suspend(reading, id, authorityId, { reason, reviewOn }) {
      if (!may(reading.session, 'withhold')) throw new KithError('access.refused', `${reading.session.teamName} may not suspend an account.`);
      changed(await suspendAuthority(reading.sql, within(reading, id, 'own-account'), authorityId, reading.session.name, clock.now(), reason, reviewOn));
    },
    async resume(reading, id, authorityId) {
      if (!may(reading.session, 'withhold')) throw new KithError('access.refused', `${reading.session.teamName} may not open a suspended account.`);
      changed(await resumeAuthority(reading.sql, within(reading, id, 'own-account'), authorityId));
    },
    async end(reading, id, authorityId, reason) {
      changed(await endAuthority(reading.sql, within(reading, id, 'own-account'), authorityId, reading.session.name, clock.now(), reason));
    },
    account: (by) => ('accountId' in by && !isUuid(by.accountId) ? Promise.resolve(null) : accountBy(db.writer, by)),
    async accounts() {
      const names = new Map([[self, 'Their own record'], ...definition.authorities.map((a) => [a.id, a.name] as const)]);
      return (await everyAccount(db.writer, clock.now())).map(({ kinds, ...account }) => ({ ...account, about: kinds.map(({ kind, personName }) => (kind === self ? 'Their own record' : `${names.get(kind) ?? kind}: ${personName}`)).join('; ') }));
    },
    async choices(accountId) {
      const rows = (await authoritiesOfAccount(db.writer, accountId, clock.now())).map((row) => ({ row, state: stateOf(row) }));
      return rows.filter(({ state }) => state === 'open' || state === 'invited').map(({ row, state }) => ({ authorityId: row.authorityId, kind: row.kind, personName: row.personName, needsCode: state === 'invited' }));
    },
    tie: (accountId, code) => db.writer.begin((sql) => tieByCode(sql, accountId, hashOf(code), clock.now(), mostTries)),
    async session(accountId, authorityId) {
      if (!isUuid(accountId) || !isUuid(authorityId)) return null;
      const row = (await authoritiesOfAccount(db.writer, accountId, clock.now())).find((r) => r.authorityId === authorityId);
      return row === undefined || stateOf(row) !== 'open' ? null : sessionOf(definition, row);
    },
    async looks(reading, { before, limit }) {
      assertReading(reading);
      const tie = reading.session.own;
      if (tie === undefined || reading.persons.get(tie.personId)?.sealed !== false) throw new KithError('person.not-found', 'There is no such person.');
      const untold = [...rules.purpose.values()].flatMap((p) => (p.withheldFromPerson === undefined ? [] : [p.id]));
      return selectLooks(reading.sql, tie.personId, { before: before === undefined ? null : readId(before), limit: Math.min(Math.max(limit, 1), 500), told: { untold } });
    },
    withheld: (reading, id) => withheldOf(reading.sql, within(reading, id, 'withhold')),
    async withhold(reading, id, of) {
      const who = within(reading, id, 'withhold');
      if (of.logId === null && of.team === null && of.purpose === null) throw new KithError('request.invalid', 'Say which looks are not to be told.');
      await insertWithheld(reading.sql, { ...of, logId: of.logId === null ? null : readId(of.logId), personId: who, withheldId: newId(), by: reading.session.name, at: clock.now() });
    },
    async lift(reading, id, withheldId, reason) {
      changed(await liftWithheld(reading.sql, within(reading, id, 'withhold'), readId(withheldId), reading.session.name, clock.now(), reason));
    },
    move: copyWithheld,
  };
}

/** What an invitation comes to: how far it reaches and until when. Throws `request.invalid`. */
function terms(definition: OwnDefinition, invitation: Invitation, today: string): { tells: string[]; until: string | null } {
  const invalid = (message: string, mend: string): KithError => new KithError('request.invalid', message, { mend });
  if (invitation.kind === self) return { tells: definition.tells, until: invitation.until };
  const authority = definition.authorities.find((a) => a.id === invitation.kind);
  if (authority === undefined) throw invalid('There is no such authority.', 'Choose one of those on the page.');
  const beyond = invitation.tells.filter((id) => !authority.tells.includes(id));
  if (beyond.length > 0) throw invalid(`${authority.name} does not reach ${beyond.join(', ')}.`, 'Leave out what it does not reach.');
  const tells = invitation.tells.length === 0 ? authority.tells : [...invitation.tells];
  if (authority.endsAtAge === undefined) return { tells, until: invitation.until };
  if (invitation.birthDate === null || invitation.birthDate.length < 10) throw invalid(`${authority.name} ends at a birthday, and the date of birth is not known.`, 'Have the date of birth recorded first.');
  const birthday = `${Number(invitation.birthDate.slice(0, 4)) + authority.endsAtAge}${invitation.birthDate.slice(4, 10)}`;
  if (birthday <= today) throw invalid(`${authority.name} ended when the person was ${authority.endsAtAge}.`, 'Use another authority, or the person’s own account.');
  return { tells, until: invitation.until === null || invitation.until > birthday ? birthday : invitation.until };
}

function sessionOf(definition: OwnDefinition, row: AuthorityRow): Session {
  const tie: OwnTie = { accountId: row.accountId, authorityId: row.authorityId, personId: row.personId, kind: row.kind, tells: row.tells };
  const role = row.kind === self ? 'the person' : (definition.authorities.find((a) => a.id === row.kind)?.name ?? row.kind);
  return { userId: `account:${row.accountId}`, name: row.name, organisation: '', team: '', teamName: role, role: row.kind, purpose: definition.purpose.id, purposeName: definition.purpose.name, own: tie };
}
