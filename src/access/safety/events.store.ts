import { newId, type Kernel, type Sql } from '../../kernel/index.ts';

/** What happened to somebody's signing in. */
export type SignInEventKind = 'signed-in' | 'signed-out' | 'signed-out-everywhere' | 'unknown-user' | 'code-refused' | 'too-many' | 'factor-added' | 'factor-removed' | 'invited' | 'reset' | 'form-kept';

export interface SignInEvent {
  at: Date;
  /** Null where nobody was named. */
  userId: string | null;
  kind: SignInEventKind;
  detail: string;
  /** Network address it came from; empty for the command line. */
  address: string;
}

/** What happened, for whoever looks after the area: kept for a year, then forgotten. */
export interface SignInEvents {
  note(event: Omit<SignInEvent, 'at'>): Promise<void>;
  /** Newest first. */
  list(since: Date, limit: number): Promise<SignInEvent[]>;
  /** What happened to one user's signing in, newest first. */
  of(userId: string, limit: number): Promise<SignInEvent[]>;
  /** @returns how many were old enough to forget */
  forget(): Promise<number>;
}

const keptDays = 365;

export function createSignInEvents({ db, clock }: Pick<Kernel, 'db' | 'clock'>): SignInEvents {
  const sql: Sql = db.writer;
  return {
    async note({ userId, kind, detail, address }) {
      await sql`insert into access.sign_in_event (event_id, at, user_id, kind, detail, address) values (${newId()}, ${clock.now()}, ${userId}, ${kind}, ${detail.slice(0, 200)}, ${address.slice(0, 64)})`;
    },
    async list(since, limit) {
      return [...(await sql<SignInEvent[]>`select at, user_id as "userId", kind, detail, address from access.sign_in_event where at >= ${since} order by event_id desc limit ${limit}`)];
    },
    async of(userId, limit) {
      return [...(await sql<SignInEvent[]>`select at, user_id as "userId", kind, detail, address from access.sign_in_event where user_id = ${userId} order by event_id desc limit ${limit}`)];
    },
    async forget() {
      const gone = await sql`delete from access.sign_in_event where at < ${new Date(clock.now().getTime() - keptDays * 86_400_000)}`;
      await sql`delete from access.rate where expire < ${clock.now().getTime()}`;
      await sql`delete from access.kept_form where expires_at < ${clock.now()}`;
      return gone.count;
    },
  };
}
