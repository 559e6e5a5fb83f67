import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Session } from '../../access/index.ts';

/** What the pages need of sign-in. `sign-in/` gives the real one; tests may stand in another. */
export interface SignIn {
  /** Adds its own routes, cookies and hooks; called once, before any page's route is added. */
  register(app: FastifyInstance): Promise<void>;
  /** Who is signed in and what they act as. Null sends the reader to the sign-in page. */
  session(request: FastifyRequest): Promise<Session | null>;
  /** Token that this session's forms send back in the field `csrf`. */
  csrf(request: FastifyRequest): string;
}
