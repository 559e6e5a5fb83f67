import { accepted, refused, safeUrl, type Channel } from './channel.ts';

/** An Adaptive Card, as a Workflow that is triggered by a webhook takes it. */
export function adaptiveCard(subject: string, text: string, link: string): Record<string, unknown> {
  const body = text.trim().split('\n').filter((line) => line.trim() !== '' && !line.includes(link));
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          body: [{ type: 'TextBlock', text: subject, weight: 'Bolder', size: 'Medium', wrap: true }, ...body.map((line) => ({ type: 'TextBlock', text: line, wrap: true }))],
          actions: [{ type: 'Action.OpenUrl', title: 'Open in Kith', url: link }],
        },
      },
    ],
  };
}

/** Microsoft Teams by a Workflow. It answers 202 and knows no idempotency key, so that a card may come twice when an answer is lost. */
export function teamsChannel(named: (variable: string) => string | null): Channel {
  return {
    name: 'teams',
    async send({ to, subject, text, values }, signal) {
      const url = safeUrl(named(to) ?? '');
      if (url === null) return { is: 'never', reason: `${to} holds no https address` };
      const answer = await fetch(url, { method: 'POST', signal, redirect: 'error', headers: { 'content-type': 'application/json' }, body: JSON.stringify(adaptiveCard(subject, text, values.link ?? '')) });
      return answer.ok ? accepted('teams', answer.headers.get('x-ms-workflow-run-id'), String(answer.status)) : refused(answer.status, answer.headers.get('retry-after'), 'Teams');
    },
  };
}
