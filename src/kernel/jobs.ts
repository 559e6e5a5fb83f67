import { dirname } from 'node:path';
import { PgBoss, type ConstructorOptions } from 'pg-boss';
import type { Database, Target } from './database.ts';
import type { Logger } from './log.ts';

/** Work a room has done at set times. Doing it twice, or again after a kill, must change nothing more. */
export interface Job {
  /** `room.what`, e.g. `sensors.retention`. */
  name: string;
  /** Cron line in London time: `0 3 * * *` is three in the morning, every day. */
  at: string;
  /** What it does, for whoever reads the log. */
  about: string;
  run(): Promise<unknown>;
}

export interface RunningJobs {
  /** Does one job now, without waiting for its time; rejects for a name that is none. */
  now(name: string): Promise<void>;
  /** Lets work under way end, then stops. */
  stop(): Promise<void>;
}

/**
 * Starts the clock by which jobs run, kept in PostgreSQL (pg-boss), so that of any number of processes one does each
 * at each time. A job that fails is tried three times more, each later than the last, and what went wrong is in the log.
 */
export async function startJobs(db: Pick<Database, 'target'>, jobs: readonly Job[], log: Logger): Promise<RunningJobs> {
  const boss = new PgBoss({ ...connectionOf(db.target), schema: 'jobs', max: 2, application_name: 'kith jobs' });
  const trouble = (name: string, error: unknown): void => log.error({ job: name, error: error instanceof Error ? error.message : String(error) }, 'a job failed');
  boss.on('error', (error) => trouble('jobs', error));
  await boss.start();
  const gone = (await boss.getSchedules()).filter(({ name }) => !jobs.some((job) => job.name === name));
  for (const { name } of gone) await boss.unschedule(name);
  for (const job of jobs) {
    await boss.createQueue(job.name, { policy: 'singleton', retryLimit: 3, retryDelay: 20, retryBackoff: true, deleteAfterSeconds: 86_400 });
    await boss.schedule(job.name, job.at, {}, { tz: 'Europe/London' });
    await boss.work(job.name, async () => {
      await job.run().catch((error: unknown) => {
        trouble(job.name, error);
        throw error;
      });
    });
  }
  return {
    async now(name) {
      if (!jobs.some((job) => job.name === name)) throw new Error(`There is no job ${name}.`);
      await boss.send(name, {});
    },
    stop: () => boss.stop({ graceful: true, timeout: 10_000 }),
  };
}

function connectionOf(target: Target): ConstructorOptions {
  if ('url' in target) return { connectionString: target.url };
  const port = Number(target.socket.slice(target.socket.lastIndexOf('.') + 1));
  return { host: dirname(target.socket), port, user: 'postgres', database: target.database };
}
