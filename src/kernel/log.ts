import { pino, type Logger } from 'pino';

export type { Logger };

/** Operational log: what the program did, never what a record says. Personal details stay out by rule and by redaction. */
export function createLogger(level: string): Logger {
  return pino({ level, base: null, redact: ['req.headers.cookie', 'req.headers.authorization', '*.password'] }, pino.destination(2));
}
