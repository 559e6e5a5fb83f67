import type { VNode } from 'preact';
import type { FormDefinition, FormResult } from '../../../pathways/index.ts';
import { Tag } from '../tag.tsx';

/** Scores as far as they are known. One with an answer missing says so, and has no number that could be read as low. */
export function Scores(props: { form: FormDefinition; scores: FormResult['scores']; level?: 2 | 3 }): VNode | null {
  if (props.scores.length === 0) return null;
  const titles = new Map(props.form.pages.flatMap((p) => p.fields.map((f) => [f.name, f.title])));
  const Heading = props.level === 3 ? 'h3' : 'h2';
  return (
    <section class="app-scores" aria-label="Scores">
      {props.scores.map((score) => (
        <div class="app-score">
          <Heading class="app-score__title">{score.title}</Heading>
          {score.total === null ? (
            <>
              <p class="app-score__value"><Tag class="app-tag--none">Incomplete</Tag></p>
              <p class="app-quiet">Not answered: {score.missing.map((name) => titles.get(name) ?? name).join(', ')}. What is not answered is not counted as nothing.</p>
            </>
          ) : (
            <>
              <p class="app-score__value">
                {score.total} {score.band === null ? null : <span class="app-score__band">{score.band.title}</span>}
              </p>
              {score.band?.advice == null ? null : <p class="app-score__advice">{score.band.advice}</p>}
            </>
          )}
        </div>
      ))}
    </section>
  );
}
