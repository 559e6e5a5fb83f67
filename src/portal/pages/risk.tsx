import type { Overview } from '../../record/index.ts';
import type { Explained } from '../../radar/index.ts';
import { ExplainedCard } from '../components/explained.tsx';
import type { Page } from '../components/layout.tsx';
import { Details } from '../components/messages.tsx';
import { PrintButton, personPage } from '../components/person-frame.tsx';
import type { PersonPage } from '../paths.ts';
import type { FeedBook } from '../words/feeds.ts';
import { mayBeMore, saysWho, showPoints } from '../words/radar.ts';

export interface RiskProps {
  overview: Pick<Overview, 'summary' | 'alerts'>;
  feeds: FeedBook;
  today: string;
  printedBy: string;
  pages: readonly PersonPage[];
  explained: readonly Explained[];
  purpose: string;
}

/** What each of the team's lists says of one person, and why. */
export function riskPage(props: RiskProps): Page {
  const { explained, feeds, today } = props;
  const feedTitle = saysWho(feeds);
  const on = explained.filter((e) => e.band !== null);
  const below = explained.filter((e) => e.band === null);
  return personPage({
    ...props,
    at: 'risk',
    children: (
      <>
        <div class="app-title">
          <h2 class="app-title__words">What is changing</h2>
          <PrintButton />
        </div>
        <p class="app-quiet">{mayBeMore} Lists that are read for other purposes than {props.purpose} are not shown.</p>
        {explained.length === 0 ? <p>There is no list for your team and purpose, so nothing is added up about this person.</p> : null}
        {on.map((one) => (
          <ExplainedCard explained={one} feedTitle={feedTitle} today={today} level={3} open={false} />
        ))}
        {on.length === 0 && explained.length > 0 ? <p>This person is on none of your team’s lists, from what is shown to you.</p> : null}
        {below.length === 0 ? null : <h3>Not on these lists</h3>}
        {below.map((one) => (
          <Details summary={`${one.card.title}: ${showPoints(one.score)} ${one.score === 1 ? 'point' : 'points'}`}>
            <ExplainedCard explained={one} feedTitle={feedTitle} today={today} level={4} open={false} />
          </Details>
        ))}
      </>
    ),
  });
}
