import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

/** A mail server on this machine that does as `answer` says with each message. */
export interface MailBox {
  url: string;
  received: string[];
  answer: 'accept' | 'full' | 'refuse' | 'drop';
  close(): Promise<void>;
}

export async function mailBox(secure = false): Promise<MailBox> {
  const box: MailBox = { url: '', received: [], answer: 'accept', close: () => new Promise((done) => server.close(() => done())) };
  const sockets = new Set<{ destroy(): void }>();
  const server = new SMTPServer({
    secure,
    authOptional: true,
    disabledCommands: secure ? [] : ['AUTH', 'STARTTLS'],
    logger: false,
    onRcptTo: (_address, _session, done) => done(box.answer === 'refuse' ? Object.assign(new Error('No such mailbox here'), { responseCode: 550 }) : null),
    onData(stream, _session, done) {
      const take = async (): Promise<void> => {
        const mail = await text(stream);
        if (box.answer === 'full') return done(Object.assign(new Error('Insufficient system storage'), { responseCode: 452 }));
        box.received.push(mail);
        if (box.answer !== 'drop') return done();
        for (const socket of sockets) socket.destroy();
      };
      void take();
    },
  });
  server.on('error', () => undefined);
  server.server.on(secure ? 'secureConnection' : 'connection', (socket: { destroy(): void }) => void sockets.add(socket));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()));
  box.url = `${secure ? 'smtps' : 'smtp'}://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  return box;
}

export interface Call {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** A web service on this machine: what was asked of it, and what it answers next. */
export interface WebService {
  url: string;
  calls: Call[];
  /** `hang-up` takes the call and says nothing. */
  answer: (call: Call) => { status: number; body?: unknown; headers?: Record<string, string> } | 'hang-up';
  close(): Promise<void>;
}

export async function webService(): Promise<WebService> {
  const server = createServer((request, reply) => {
    const take = async (): Promise<void> => {
      const call: Call = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body: await text(request) };
      service.calls.push(call);
      const answer = service.answer(call);
      if (answer === 'hang-up') request.socket.destroy();
      else reply.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers }).end(answer.body === undefined ? '' : JSON.stringify(answer.body));
    };
    void take();
  });
  const service: WebService = {
    url: '',
    calls: [],
    answer: () => ({ status: 202 }),
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()));
  service.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return service;
}
