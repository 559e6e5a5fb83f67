import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Access, Session } from '../../access/index.ts';
import type { Clock, Logger } from '../../kernel/index.ts';
import type { Page } from '../components/layout.tsx';
import type { PortalServices } from '../services.ts';
import type { SignIn } from '../sign-in/index.ts';
import type { Context } from './route.ts';

/** What every set of pages is given: who asks, what they may be told of around it, and how a page is sent. */
export interface PageKit {
  access: Access;
  records: PortalServices['records'];
  clock: Clock;
  log: Logger;
  signIn: SignIn;
  contextOf: (request: FastifyRequest, session: Session) => Promise<Context>;
  sendPage: (request: FastifyRequest, reply: FastifyReply, status: number, page: Page) => Promise<FastifyReply>;
}
