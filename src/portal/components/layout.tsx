import type { ComponentChildren, VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Session } from '../../access/index.ts';
import type { AssetPaths } from '../assets/assets.ts';
import type { At } from '../nav.ts';
import { paths } from '../paths.ts';
import type { SessionEnd } from '../sign-in/index.ts';
import { SessionWarning, SignedInUntil } from './session-warning.tsx';
import { SkipLink } from './messages.tsx';

/** What the frame around every page needs to know. */
export interface Frame {
  /** Name of the program, from the area's branding. */
  brand: string;
  area: string;
  /** The people are invented. */
  synthetic: boolean;
  assets: AssetPaths;
  /** Null before sign-in. */
  session: Session | null;
  /** Entries of the main navigation that this session may open. */
  entries: readonly { at: At; href: string; text: string }[];
  /** Whether this session looks for people. */
  maySearch: boolean;
  /** How many alerts this session's team has not seen; null where it has no list of them. */
  alerts: number | null;
  /** How many things of cases wait for whoever is signed in; null where their team does not work with cases. */
  cases: number | null;
  /** When whoever is signed in will be signed out by time. */
  end: SessionEnd | null;
  /** Whether there is a page that tells the public how information is used. */
  published: boolean;
  /** Token that forms which change something send back, in the field `csrf`. */
  csrf: string;
}

export interface Page {
  /** First parts of the title, most particular first: `['Amina Begum', 'Overview']`. */
  title: readonly string[];
  /** The page carries an error the user must mend. */
  error?: boolean;
  /** Which entry of the main navigation this page stands under. */
  at?: At;
  /** What the search box holds. */
  query?: string;
  /** Stands above everything else in the page. */
  banner?: VNode;
  /** Stands below it. */
  foot?: VNode;
  body: VNode;
}

function Entry(props: { href: string; here: boolean; children: ComponentChildren }): VNode {
  return (
    <li>
      <a href={props.href} aria-current={props.here ? 'page' : undefined}>
        {props.children}
      </a>
    </li>
  );
}

/** How many wait, beside the name of where they are. */
function Count(props: { of: number | null; says: string }): VNode | null {
  if (props.of === null || props.of === 0) return null;
  return (
    <>
      {' '}
      <span class="app-count app-count--new">
        {props.of > 99 ? '99+' : props.of}
        <span class="nhsuk-u-visually-hidden"> {props.says}</span>
      </span>
    </>
  );
}

function Header(props: { frame: Frame; page: Page }): VNode {
  const { frame, page } = props;
  const { session } = frame;
  return (
    <header class="app-header">
      {frame.synthetic ? (
        <p class="app-invented">
          These people are invented. {frame.area} is a demonstration, and nobody in it is real.
        </p>
      ) : null}
      <div class="app-header__bar">
        <a class="app-header__brand" href={paths.home}>
          {frame.brand} <span>{frame.area}</span>
        </a>
        {session === null ? null : (
          <>
            <nav class="app-header__nav" aria-label="Main">
              <ul>
                {frame.entries.map(({ at, href, text }) => (
                  <Entry href={href} here={page.at === at}>
                    {text}
                    <Count of={at === 'alerts' ? frame.alerts : at === 'work' ? frame.cases : null} says={at === 'alerts' ? 'not seen' : 'overdue, offered or not read'} />
                  </Entry>
                ))}
              </ul>
            </nav>
            {page.at === 'find' || page.at === 'home' || !frame.maySearch ? null : (
              <search class="app-header__search">
                <form action={paths.find} method="get">
                  <label class="nhsuk-u-visually-hidden" for="search">
                    Find a person by name, date of birth, NHS number or postcode
                  </label>
                  <input id="search" name="q" type="search" autocomplete="off" spellcheck={false} maxlength={200} placeholder="Name, date of birth, NHS number" />
                  <button type="submit">Find</button>
                </form>
              </search>
            )}
            <div class="app-header__who">
              <p>
                <a href={paths.account}>
                  <b>{session.name}</b>
                </a>
                , {session.teamName}
                <br />
                Purpose: {session.purposeName} <a href={paths.act}>Change<span class="nhsuk-u-visually-hidden"> team or purpose</span></a>
                {frame.end === null ? null : (
                  <>
                    <br />
                    <SignedInUntil end={frame.end} />
                  </>
                )}
              </p>
              <form action={paths.signOut} method="post">
                <input type="hidden" name="csrf" value={frame.csrf} />
                <button type="submit">Sign out</button>
              </form>
            </div>
          </>
        )}
      </div>
    </header>
  );
}

function Document(props: { frame: Frame; page: Page }): VNode {
  const { frame, page } = props;
  const title = `${page.error === true ? 'Error: ' : ''}${[...page.title, frame.brand].join(' – ')}`;
  return (
    <html class="nhsuk-template" lang="en">
      <head>
        <meta charset="utf-8" />
        <title>{title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="robots" content="noindex, nofollow" />
        <link rel="stylesheet" href={frame.assets.css} />
        <link rel="icon" href={frame.assets.icon} type="image/svg+xml" />
        <script src={frame.assets.js} defer />
      </head>
      <body class="nhsuk-template__body app-body">
        <SkipLink />
        <Header frame={frame} page={page} />
        <main id="maincontent" tabindex={-1}>
          {page.banner}
          {page.body}
          {page.foot}
        </main>
        {frame.session === null || frame.end === null ? null : <SessionWarning end={frame.end} csrf={frame.csrf} />}
        <footer class="app-footer">
          <p>
            {frame.brand} for {frame.area}. What is shown comes from the services named beside it. That something is not shown does not mean that it did not happen.
          </p>
          {frame.published ? (
            <p>
              <a href={paths.transparency}>How information is used in {frame.area}</a>
            </p>
          ) : null}
        </footer>
      </body>
    </html>
  );
}

/** The whole page as HTML. Text is escaped by the renderer; no component writes raw HTML. */
export function renderPage(frame: Frame, page: Page): string {
  return `<!DOCTYPE html>${renderToString(<Document frame={frame} page={page} />)}`;
}
