import { readDate } from '../../kernel/index.ts';
import type { CaseAction, CaseDetail } from '../../pathways/index.ts';
import type { FieldError } from '../components/messages.tsx';
import type { Sent } from './case-answers.ts';

export type AskedAct = { action: CaseAction } | { link: string } | { errors: FieldError[] };

/** Where on the page of a case what is done with it is wanting. */
export const fieldOf = (does: string): string => (does === 'hold' ? '#until' : `#${does}-note`);

/** A day of three boxes; null where nothing was typed, undefined where it is no day. */
function dayOf(sent: Sent, id: string): string | null | undefined {
  const parts = ['day', 'month', 'year'].map((part) => sent.one(`${id}-${part}`).trim());
  if (parts.every((p) => p === '')) return null;
  const read = readDate(parts.join('/')) ?? readDate(parts.join(' '));
  return read?.length === 10 ? read : undefined;
}

/** What a form of the page of a case asks for. */
export function readAct(sent: Sent, detail: Pick<CaseDetail, 'actions' | 'pathway'>): AskedAct {
  const does = sent.one('do');
  const note = sent.one('note').trim().slice(0, 4_000);
  const wrong = (href: string, text: string): AskedAct => ({ errors: [{ text, href }] });
  const noted = (action: CaseAction, text = 'Say why', href = `#${does}-note`): AskedAct => (note === '' ? wrong(href, text) : { action });
  const [kind, id] = /^(pause-clock|resume-clock|task-not-needed)-/.exec(does) === null ? [does, ''] : [/^(pause-clock|resume-clock|task-not-needed)/.exec(does)![1]!, sent.one('clock') || sent.one('task')];
  switch (kind) {
    case 'go': {
      const transition = Number(sent.one('transition'));
      const way = detail.actions.find((a) => a.transition === transition);
      return way?.note === true && note === '' ? wrong(`#go-${transition}-note`, 'Write a hand-over note') : { action: { do: 'go', transition, note } };
    }
    case 'take': case 'let-go': case 'withdraw': case 'confirm-person': return { action: { do: kind } };
    case 'accept': case 'resume': return { action: { do: kind, note } };
    case 'reject': return noted({ do: 'reject', note }, 'Say why it is not yours');
    case 'assign': return sent.one('user') === '' ? wrong('#assign-user', 'Choose whom to give it to') : { action: { do: 'assign', userId: sent.one('user'), ...(note === '' ? {} : { note }) } };
    case 'offer': return sent.one('team') === '' ? wrong('#offer-team', 'Choose the team') : noted({ do: 'offer', team: sent.one('team'), note }, 'Write a hand-over note');
    case 'hold': {
      const until = dayOf(sent, 'until');
      return until === null || until === undefined ? wrong('#until', 'Give a real day, such as 14 12 2026') : noted({ do: 'hold', until, note }, 'Say why it waits');
    }
    case 'priority': return { action: { do: 'priority', priority: Number(sent.one('priority')), note } };
    case 'restrict': return noted({ do: 'restrict', userIds: sent.all('users'), note }, 'Say why it is restricted');
    case 'unrestrict': return noted({ do: 'unrestrict', note }, 'Say why it is lifted');
    case 'note': return noted({ do: 'note', note }, 'Write the note');
    case 'pause-clock': case 'resume-clock': return noted({ do: kind, clockId: id, note });
    case 'task-done': return { action: { do: 'task-done', taskId: sent.one('task'), note } };
    case 'task-not-needed': return noted({ do: 'task-not-needed', taskId: id, note }, 'Say why it is not needed');
    case 'task-add': {
      const [title, due] = [sent.one('title').trim(), dayOf(sent, 'due')];
      if (title === '') return wrong('#task-add-title', 'Say what is to be done');
      if (sent.one('role') === '') return wrong('#task-add-role', 'Choose whose work it is');
      return due === undefined ? wrong('#due', 'Give a real day, such as 4 12 2026') : { action: { do: 'task-add', title, role: sent.one('role'), due } };
    }
    case 'link': return sent.one('reference').trim() === '' ? wrong('#link-reference', 'Give the number of the case') : { link: sent.one('reference').trim() };
    case 'close': return noted({ do: 'close', note }, 'Say why it is closed');
    case 'reopen': return noted({ do: 'reopen', note }, 'Say why it is reopened');
    default: return wrong('#maincontent', 'That is not something that can be done with a case');
  }
}
