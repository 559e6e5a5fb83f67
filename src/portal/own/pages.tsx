import type { VNode } from 'preact';
import type { LogEntry } from '../../access/index.ts';
import type { OwnRecord } from '../../record/index.ts';
import { Button } from '../components/button.tsx';
import { Phone } from '../components/phone.tsx';
import { Pagination } from '../components/pagination.tsx';
import { InsetText } from '../components/messages.tsx';
import { showInstant, showInstantDay } from '../words/dates.ts';
import { listWords } from '../words/person.ts';
import type { OwnPage } from './frame.tsx';
import { ownPaths } from './paths.ts';
import { tellAction, tellHolding, type Whose } from './words.ts';

function Task(props: { href: string; title: string; about: string }): VNode {
  return (
    <li>
      <a href={props.href}>{props.title}</a>
      <span class="app-quiet app-block">{props.about}</span>
    </li>
  );
}

/** The first page: what can be done here, one thing a page. */
export function ownHomePage(props: { name: string; whose: Whose; says: string | null; asked: number }): OwnPage {
  const { who, whose, self } = props.whose;
  return {
    title: self ? 'Your record' : `${props.name}’s record`,
    back: null,
    body: (
      <>
        <h1 class="nhsuk-heading-l">{self ? `Hello ${props.name}` : `${props.name}’s record`}</h1>
        {props.says === null ? null : (
          <InsetText>
            <p>
              You are here for {props.name}. {props.says} You see only what that lets you see.
            </p>
          </InsetText>
        )}
        <ul class="app-parts app-parts--large">
          <Task href={ownPaths.held} title={`Who knows ${who}`} about="Which services hold information, and whom to ring" />
          <Task href={ownPaths.looks} title={`Who has looked at ${whose} record`} about="When, and why" />
          <Task href={ownPaths.copy} title={`Ask for a copy of ${whose} record`} about="You have a right to it, and it costs nothing" />
          <Task href={ownPaths.wrong} title="Something is wrong" about="Tell us, and we will look into it" />
          <Task href={ownPaths.object} title="I do not want this shared" about="Ask us to stop sharing" />
          {props.asked === 0 ? null : <Task href={ownPaths.requests} title="What you have asked" about={props.asked === 1 ? 'One thing, and when we must answer' : `${props.asked} things, and when we must answer`} />}
          <Task href={ownPaths.rights} title={`Sharing and ${whose} rights`} about="What the law says, and how to complain" />
        </ul>
      </>
    ),
  };
}

/** Which services hold something, since when, and whom to ring. */
export function heldPage(props: { record: OwnRecord; whose: Whose; desks: Readonly<Record<string, { name: string; phone: string }>>; contact: { name: string; phone: string } }): OwnPage {
  const { who } = props.whose;
  return {
    title: `Who knows ${who}`,
    body: (
      <>
        <h1 class="nhsuk-heading-l">Who knows {who}</h1>
        {props.record.holdings.length === 0 ? <p>We found no service here that we can name on this page.</p> : <p>These services hold information about {who}. Ring them to ask what it is.</p>}
        <ul class="app-services">
          {props.record.holdings.map((holding) => {
            const desk = props.desks[holding.category] ?? props.contact;
            return (
              <li>
                <h2>{holding.name}</h2>
                {holding.organisations.length === 0 ? null : <p>{listWords(holding.organisations)}</p>}
                <p>{tellHolding(holding, props.whose)}</p>
                <p>
                  To talk about it, ring {desk.name}: <Phone number={desk.phone} />
                </p>
              </li>
            );
          })}
        </ul>
        <p>Some services are not on this page. They can tell you what they hold when you ask for a copy.</p>
        <p>
          <a href={ownPaths.copy}>Ask for a copy</a>
        </p>
      </>
    ),
  };
}

export interface LooksProps {
  entries: readonly LogEntry[];
  next: string | null;
  later: boolean;
  whose: Whose;
  today: string;
  /** Who looked: the team and organisation of a worker, or how somebody is tied to the person. */
  by: (entry: LogEntry) => string;
  why: (entry: LogEntry) => string;
}

/** Looks of one day that would be told in the same words, one after another, as one: the newest, and how many. */
function folded(entries: readonly LogEntry[], { by, why, whose }: LooksProps): { entry: LogEntry; times: number }[] {
  const said = (entry: LogEntry): string => [by(entry), tellAction(entry, whose), why(entry)].join('|');
  return entries.reduce<{ entry: LogEntry; times: number }[]>((list, entry) => {
    const last = list.at(-1);
    if (last !== undefined && said(last.entry) === said(entry)) last.times += 1;
    else list.push({ entry, times: 1 });
    return list;
  }, []);
}

/** Who has looked and why, a day at a time. What is not told leaves no gap, and the page says the same to everybody. */
export function looksPage(props: LooksProps): OwnPage {
  const { whose } = props.whose;
  const days = Map.groupBy(props.entries, (entry) => showInstantDay(entry.at, props.today));
  return {
    title: `Who has looked at ${whose} record`,
    body: (
      <>
        <h1 class="nhsuk-heading-l">Who has looked at {whose} record</h1>
        <p>Every time somebody looks, we write it down.</p>
        <p>Some looks may not be on this page, where telling of them could put somebody at risk. We say this to everybody.</p>
        {props.entries.length === 0 ? <p>There is nobody to show.</p> : null}
        {[...days].map(([day, entries]) => (
          <section>
            <h2 class="app-subtitle">{day === 'today' ? 'Today' : day}</h2>
            <ul class="app-looks">
              {folded(entries, props).map(({ entry, times }) => (
                <li>
                  <p>
                    <b>{props.by(entry)}</b> at <time datetime={entry.at}>{showInstant(entry.at, '').split(', ').at(-1)}</time>
                    {times === 1 ? '' : `, ${times} times`}
                  </p>
                  <p>{tellAction(entry, props.whose)}.</p>
                  <p class="app-quiet">Why: {props.why(entry)}.</p>
                </li>
              ))}
            </ul>
          </section>
        ))}
        {props.next === null && !props.later ? null : (
          <Pagination
            {...(props.later ? { previous: { href: ownPaths.looks, label: 'Newest' } } : {})}
            {...(props.next === null ? {} : { next: { href: `${ownPaths.looks}?before=${encodeURIComponent(props.next)}`, label: 'Earlier' } })}
          />
        )}
        <p>If something here worries you, ring the number at the foot of the page.</p>
      </>
    ),
  };
}

/** Nothing opens: the same words whether there is no record, it is closed, or the right to see it has ended. */
export function nothingPage(contact: { name: string; phone: string }): OwnPage {
  return {
    title: 'There is no record to show you',
    back: null,
    body: (
      <>
        <h1 class="nhsuk-heading-l">There is no record to show you</h1>
        <p>We cannot show you a record just now. This does not always mean that there is none.</p>
        <p>
          Ring {contact.name} on <Phone number={contact.phone} /> and we will help.
        </p>
        <Button href={ownPaths.signIn} variant="secondary">
          Sign in as somebody else
        </Button>
      </>
    ),
  };
}
