import type { Page } from '../components/layout.tsx';
import { InsetText } from '../components/messages.tsx';
import { paths } from '../paths.ts';
import { mayBeMore } from '../words/radar.ts';

export interface RadarHomeProps {
  cards: readonly { id: string; title: string; about: string }[];
  team: string;
  purpose: string;
  mayEdit: boolean;
}

/** The lists a team reads for its purpose. */
export function radarHomePage({ cards, team, purpose, mayEdit }: RadarHomeProps): Page {
  return {
    title: ['Radar'],
    at: 'radar',
    body: (
      <div class="app-plain app-plain--wide">
        <h1>Radar</h1>
        <p class="app-lead">People to look at first, and why. Each list adds up what several services each know a small part of.</p>
        {cards.length === 0 ? (
          <InsetText>
            <p>{team} reads no list for {purpose}. Another of your teams or purposes may; change it at the top of the page.</p>
          </InsetText>
        ) : (
          <ul class="app-lists">
            {cards.map((card) => (
              <li>
                <a class="app-lists__title" href={paths.radarList(card.id)}>{card.title}</a>
                <p>{card.about}</p>
              </li>
            ))}
          </ul>
        )}
        <p class="app-quiet">{mayBeMore}</p>
        {mayEdit ? (
          <p>
            <a href={paths.cards}>See or change scorecards</a>
          </p>
        ) : null}
      </div>
    ),
  };
}
