import type { AgreementView, PlainAction, ReadAction } from '../../access/index.ts';
import type { Page } from '../components/layout.tsx';
import { paths } from '../paths.ts';
import { soon, standsIn } from '../words/agreements.ts';

interface Part {
  href: string;
  title: string;
  about: string;
  /** What the reader's team must be allowed, one of these; nothing where all may look. */
  may: readonly (ReadAction | PlainAction)[];
}

/** What answering for sharing consists of. A new part adds one line. */
const parts: readonly Part[] = [
  { href: paths.agreements, title: 'Sharing agreements and purposes', about: 'What may be shared, by whom, why, and until when', may: [] },
  { href: paths.marks, title: 'Seals and marks', about: 'Records sealed, restricted or hidden by hand, those due to be looked at again, and what workers say of their own', may: ['mark'] },
  { href: paths.requests, title: 'Requests about one’s own data', about: 'Copies, corrections and objections, and how long there is for each', may: ['requests'] },
  { href: paths.retention, title: 'Retention', about: 'What has reached the end of its time, what is held on to, and certificates of what was destroyed', may: ['retention'] },
];

/** Where whoever answers for sharing begins. */
export function governancePage(props: { agreements: readonly AgreementView[]; may: (action: ReadAction | PlainAction) => boolean }): Page {
  const ending = props.agreements.filter((a) => a.state === 'in-force' && a.days <= soon);
  return {
    title: ['Governance'],
    at: 'governance',
    body: (
      <div class="app-plain">
        <h1 class="nhsuk-heading-l">Governance</h1>
        {ending.map((a) => (
          <p>
            <b>{a.title}, version {a.version}</b>: {standsIn(a).toLowerCase()}.
          </p>
        ))}
        <ul class="app-parts">
          {parts
            .filter((part) => part.may.length === 0 || part.may.some(props.may))
            .map((part) => (
              <li>
                <a href={part.href}>{part.title}</a>
                <span class="app-quiet app-block">{part.about}</span>
              </li>
            ))}
        </ul>
        <p class="app-quiet">Who has looked at a person, and what others can see of them, stand on that person’s own pages.</p>
      </div>
    ),
  };
}
