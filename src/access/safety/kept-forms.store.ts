import { z } from 'zod';
import { newId, type ColumnSeals, type Kernel } from '../../kernel/index.ts';
import { keptFormColumn } from './sealed.ts';

/** Minutes for which what was written is kept. */
const keptMinutes = 60;
/** Forms kept for one user at most; more push the oldest out. */
const keptAtMost = 10;

const formSchema = z.object({
  /** Where it was sent. */
  path: z.string(),
  fields: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  /** What its sender acted as. */
  team: z.string(),
  purpose: z.string(),
});

/** A form that came after its sender had been signed out by time. */
export type KeptForm = z.infer<typeof formSchema>;

/** Gives what was written back to whoever wrote it. */
export interface KeptForms {
  keep(userId: string, form: KeptForm): Promise<string>;
  /** Null when there is none, it is another's, or it was kept too long ago. */
  get(userId: string, id: string): Promise<KeptForm | null>;
  drop(userId: string, id: string): Promise<void>;
}

/** Fields of a form as they were sent; null when what was sent is no form. */
export function formFields(body: unknown): KeptForm['fields'] | null {
  const parsed = formSchema.shape.fields.safeParse(body);
  return parsed.success ? parsed.data : null;
}

export function createKeptForms({ db, clock }: Pick<Kernel, 'db' | 'clock'>, seals: ColumnSeals): KeptForms {
  const sql = db.writer;
  return {
    async keep(userId, form) {
      const id = newId();
      const now = clock.now();
      const sealed = seals.sealColumn(keptFormColumn, id, JSON.stringify(form));
      await sql.begin(async (tx) => {
        await tx`insert into access.kept_form (kept_id, user_id, sealed, expires_at) values (${id}, ${userId}, ${sealed}, ${new Date(now.getTime() + keptMinutes * 60_000)})`;
        await tx`
          delete from access.kept_form where expires_at < ${now}
            or (user_id = ${userId} and kept_id not in (select kept_id from access.kept_form where user_id = ${userId} order by kept_id desc limit ${keptAtMost}))`;
      });
      return id;
    },
    async get(userId, id) {
      const [row] = await sql<{ sealed: string }[]>`
        select sealed from access.kept_form where kept_id = ${id} and user_id = ${userId} and expires_at > ${clock.now()}`;
      return row === undefined ? null : formSchema.parse(JSON.parse(seals.openColumn(keptFormColumn, id, row.sealed)));
    },
    async drop(userId, id) {
      await sql`delete from access.kept_form where kept_id = ${id} and user_id = ${userId}`;
    },
  };
}
