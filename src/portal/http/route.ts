import type { Access, AgreementView, LogEntry, PlainAction, PurposeView, ReadAction, Reading, Session, TeamView } from '../../access/index.ts';
import type { Area, Clock } from '../../kernel/index.ts';
import type { QualityReport } from '../../linkage/index.ts';
import type { CaseDesk, Worklists } from '../../pathways/index.ts';
import type { Detectors, Lists } from '../../radar/index.ts';
import type { Records } from '../../record/index.ts';
import type { Page } from '../components/layout.tsx';
import type { PersonPage } from '../paths.ts';
import type { FeedBook } from '../words/feeds.ts';

/** What every handler is given. Nobody can be reached through it: that takes a `Reading`. */
export interface Context {
  session: Session;
  area: Area;
  clock: Clock;
  /** Today in London, ISO. */
  today: string;
  feeds: FeedBook;
  categories: readonly { id: string; name: string }[];
  /** Name of an organisation by its id. */
  organisation: (id: string) => string;
  /** Name of a purpose by its id. */
  purpose: (id: string) => string;
  /** How good the links are, in counts that name nobody. */
  linkReport: () => Promise<QualityReport>;
  /** Whether links are reviewed here at all. */
  reviewing: boolean;
  /** How much there is to do for whoever asks: counts that name nobody; null where their team does not work with cases. */
  work: (() => ReturnType<Worklists['counts']>) | null;
  /** Whether homes can be looked at here at all. */
  homes: boolean;
  /** Whether this session parts records and joins people by hand. */
  parting: boolean;
  /** The feed of people whom this session may record by hand; null where it may not. */
  records: string | null;
  /** Whether people have a side of their own here. */
  ownSide: boolean;
  /** Whether what people ask of their own data is dealt with here at all. */
  requests: boolean;
  /** Whether what reached the end of its time is looked after here at all. */
  retention: boolean;
  /** Token of this session's forms. */
  csrf: string;
  /** Sharing agreements and purposes as they stand today. */
  agreements: () => AgreementView[];
  purposes: () => PurposeView[];
  /** How pages are laid out for the session's team. */
  view: TeamView;
  /** Whether this session may open a record in an emergency. */
  emergency: boolean;
  may: (action: ReadAction | PlainAction) => boolean;
  /** One value of a query field, trimmed; empty when absent. */
  one: (field: string) => string;
  /** Every value of a query field, at most fifty. */
  all: (field: string) => string[];
}

/** What a handler about people may do with its reading. */
export interface People {
  records: Pick<Records, 'search' | 'overview' | 'chronology' | 'family' | 'sources'>;
  whoViewed: Access['whoViewed'];
  explain: Access['explain'];
  users: Access['users'];
  sessionOf: Access['session'];
  /** People's own side; null where the area has none. */
  own: Access['own'];
  /** One look at a person; null when there is none by that id. */
  look(reading: Reading, personId: string, logId: string): Promise<LogEntry | null>;
  /** Tells of a look whether the person is not told of it. */
  untold(reading: Reading, personId: string): Promise<(entry: LogEntry) => boolean>;
  /** A person's home; null where no detectors are wired. */
  home: Detectors['view'] | null;
  /** What each of the team's scorecards says of somebody; nothing where there are none. */
  risk: Lists['risk'];
  /** Cases of a person, as much of each as may be known; null where there are none at all. */
  cases: CaseDesk['ofPerson'] | null;
}

/** A page that shows nobody. */
export interface PlainRoute {
  kind: 'plain';
  path: string;
  /** Not a look at anybody, so nothing to log. */
  audit: null;
  /** What the reader's team must be allowed, if anything. */
  needs: PlainAction | null;
  reads: 'nothing' | 'the state of feeds' | 'the state of feeds, and how much there is to do' | 'counts of links' | 'the area’s agreements';
  handle(context: Context): Page | Promise<Page>;
}

/** A page that looks for people. It has a reading, and starts with nobody in it. */
export interface SearchRoute {
  kind: 'search';
  path: string;
  audit: 'search';
  reads: 'who people are';
  /** What goes into the log as asked; null when there is nothing to ask, and then nobody is looked for. */
  asked(context: Context): { request: string } | { page: Page };
  handle(reading: Reading, people: People, context: Context): Promise<Page>;
}

/** A page about one person, who is in the reading when the handler is called, and is neither sealed nor restricted. */
export interface PersonRoute {
  kind: 'person';
  page: PersonPage;
  path: string;
  audit: Exclude<ReadAction, 'search' | 'export' | 'link-review' | 'add-person' | 'break-glass' | 'break-glass-review' | 'mark' | 'consent'>;
  reads: string;
  /** What the reader's team must be allowed before anything is opened, where the action itself is open to all. */
  needs?: ReadAction;
  /** What was asked, for the log; without it nothing is noted but the look. */
  asked?(context: Context): string;
  handle(reading: Reading, personId: string, people: People, context: Context): Promise<Page>;
}

/** Every page of the portal is one of these: what it logs, what it reads and how it is made, in one place. */
export type Route = PlainRoute | SearchRoute | PersonRoute;
