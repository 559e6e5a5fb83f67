import type { VNode } from 'preact';
import { showDate } from '../../kernel/index.ts';
import type { Family, FamilyMember, Overview } from '../../record/index.ts';
import { FamilyDiagram } from '../components/family-diagram.tsx';
import type { Page } from '../components/layout.tsx';
import { Table } from '../components/lists.tsx';
import { PrintButton, personPage } from '../components/person-frame.tsx';
import { Phone } from '../components/phone.tsx';
import { Tag } from '../components/tag.tsx';
import { paths, type PersonPage } from '../paths.ts';
import { showBorn, showDay } from '../words/dates.ts';
import type { FeedBook } from '../words/feeds.ts';
import { listWords, showRole } from '../words/person.ts';

export interface FamilyProps {
  overview: Pick<Overview, 'summary' | 'alerts'>;
  family: Family;
  feeds: FeedBook;
  today: string;
  printedBy: string;
  pages: readonly PersonPage[];
  /** Names of the services that say so and that the reader may see. */
  services: (member: FamilyMember) => readonly string[];
}

function name(member: FamilyMember): VNode {
  if (member.kind === 'restricted') {
    return (
      <>
        A person whose record is restricted <Tag colour="red">Restricted</Tag>
      </>
    );
  }
  if (member.kind === 'named') return <>{member.name}</>;
  return (
    <>
      <a href={paths.person(member.personId)}>{member.displayName}</a>
      {member.alert ? (
        <>
          {' '}
          <Tag colour="yellow">Has an alert</Tag>
        </>
      ) : null}
    </>
  );
}

function household(member: FamilyMember): string {
  if (member.kind === 'named' || member.household === null) return 'No';
  if (member.household === 'current') return member.kind === 'person' && member.since !== null ? `Yes, since ${showDay(member.since)}` : 'Yes';
  return member.kind === 'person' && member.until !== null ? `Until ${showDay(member.until)}` : 'In the past';
}

function saidBy(member: FamilyMember, props: FamilyProps): VNode {
  if (member.kind === 'restricted') return <>Not shown</>;
  if (member.kind === 'person') return <>{listWords(props.services(member)) || 'Not shown'}</>;
  return (
    <>
      {props.feeds.organisation(member.feed)}
      {member.phone === null ? null : (
        <>
          {' '}
          <Phone number={member.phone} />
        </>
      )}
    </>
  );
}

function born(member: FamilyMember, today: string): string {
  if (member.kind !== 'person') return 'Not shown';
  if (member.deceased === null) return showBorn(member.birthDate, today);
  const death = member.deceased === true ? 'Died, date not known' : `Died ${showDate(member.deceased)}`;
  return member.birthDate === null ? death : `${showDate(member.birthDate)}. ${death}`;
}

/** Where this person lives and with whom, as the page's first sentence. */
function homeSentence(family: Family, today: string): string {
  const { household: home, members, summary } = family;
  if (summary.whereaboutsHidden) return 'Where this person lives is hidden to keep them safe, and so is who else lives there.';
  if (home === null) return 'No source that you may see says where this person lives now.';
  const others = members.filter((m) => m.kind !== 'named' && m.household === 'current').length;
  const since = home.since === null ? '' : ` since ${showDay(home.since)}`;
  const where = home.address ?? 'an address that is not shown';
  if (home.communal) return `Lives at ${where}, a communal address${since}.`;
  return others === 0 ? `As far as any source says on ${showDay(today)}, nobody else lives at ${where}.` : `Lives at ${where}${since} with ${others} other${others === 1 ? '' : 's'}.`;
}

/** Table first, diagram second: both say the same. */
export function familyPage(props: FamilyProps): Page {
  const { family, today } = props;
  return personPage({
    ...props,
    at: 'family',
    children: (
      <>
        <div class="app-title">
          <h2 class="app-title__words">Family and household</h2>
          <PrintButton />
        </div>
        <p>{homeSentence(family, today)}</p>
        {family.members.length === 0 ? (
          <p>No source that you may see names any family, household member or contact.</p>
        ) : (
          <>
            <Table
              caption="People named by the sources"
              captionHidden
              responsive
              firstCellIsHeader
              class="app-table"
              rows={family.members}
              columns={[
                { heading: 'Name', cell: name },
                { heading: 'Who they are', cell: (m) => showRole(m.role) },
                { heading: 'Born', cell: (m) => born(m, today) },
                { heading: 'Same household', cell: household },
                { heading: 'Said by', cell: (m) => saidBy(m, props) },
              ]}
            />
            <h3 class="app-subtitle">The same as a diagram</h3>
            <FamilyDiagram family={family} today={today} />
          </>
        )}
      </>
    ),
  });
}
