import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { AssetPaths } from '../assets/assets.ts';
import { SkipLink } from '../components/messages.tsx';
import { paths } from '../paths.ts';
import { ownPaths } from './paths.ts';

/** What stands around every page of people's own side. */
export interface OwnFrame {
  area: string;
  synthetic: boolean;
  assets: AssetPaths;
  /** Whom to ring about any of it. */
  contact: { name: string; phone: string };
  /** Whose record is open, in words: `Your record`, `Amina Begum’s record`. Null before one is. */
  whose: string | null;
  /** Somebody is signed in. */
  signedIn: boolean;
  /** More than one record may be opened. */
  several: boolean;
  csrf: string;
}

export interface OwnPage {
  title: string;
  error?: boolean;
  /** Where the way back leads; without it, to the first page. */
  back?: string | null;
  body: VNode;
}

function Document(props: { frame: OwnFrame; page: OwnPage }): VNode {
  const { frame, page } = props;
  const back = page.back === undefined ? ownPaths.home : page.back;
  return (
    <html class="nhsuk-template" lang="en">
      <head>
        <meta charset="utf-8" />
        <title>{`${page.error === true ? 'Error: ' : ''}${page.title} – Your record – ${frame.area}`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="robots" content="noindex, nofollow" />
        <link rel="stylesheet" href={frame.assets.css} />
        <link rel="icon" href={frame.assets.icon} type="image/svg+xml" />
        <script src={frame.assets.js} defer />
      </head>
      <body class="nhsuk-template__body app-body app-own">
        <SkipLink />
        <header class="app-header">
          {frame.synthetic ? <p class="app-invented">These people are invented. {frame.area} is a demonstration, and nobody in it is real.</p> : null}
          <div class="app-header__bar">
            <a class="app-header__brand" href={ownPaths.home}>
              Your record <span>{frame.area}</span>
            </a>
            {frame.signedIn ? (
              <div class="app-header__who">
                {frame.whose === null ? null : (
                  <p>
                    <b>{frame.whose}</b>
                    {frame.several ? (
                      <>
                        {' '}
                        <a href={ownPaths.whose}>Change</a>
                      </>
                    ) : null}
                  </p>
                )}
                <form action={ownPaths.signOut} method="post">
                  <input type="hidden" name="csrf" value={frame.csrf} />
                  <button type="submit">Sign out</button>
                </form>
              </div>
            ) : null}
          </div>
        </header>
        <main id="maincontent" tabindex={-1}>
          <div class="app-narrow">
            {back === null ? null : (
              <p>
                <a class="nhsuk-back-link" href={back}>
                  Back
                </a>
              </p>
            )}
            {page.body}
          </div>
        </main>
        <footer class="app-footer">
          <p>
            To talk to somebody, ring {frame.contact.name} on <a href={`tel:${frame.contact.phone.replaceAll(' ', '')}`}>{frame.contact.phone}</a>. <a href={paths.transparency}>How information is used in {frame.area}</a>
          </p>
        </footer>
      </body>
    </html>
  );
}

/** The whole page as HTML. */
export const renderOwnPage = (frame: OwnFrame, page: OwnPage): string => `<!DOCTYPE html>${renderToString(<Document frame={frame} page={page} />)}`;
