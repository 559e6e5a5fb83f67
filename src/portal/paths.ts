import type { ReadAction } from '../access/index.ts';

/** Every address the portal's own pages link to. */
export const paths = {
  home: '/',
  find: '/find',
  feeds: '/feeds',
  linkReport: '/linkage/report',
  health: '/health',
  /** People to look at first, by scorecard. */
  radar: '/radar',
  radarList: (card: string): string => `/radar/${card}`,
  radarCsv: (card: string): string => `/radar/${card}/export.csv`,
  /** Why somebody is, or is not, on a list. */
  radarWhy: (card: string): string => `/radar/${card}/why`,
  cards: '/radar/cards',
  card: (card: string): string => `/radar/cards/${card}`,
  newCard: '/radar/cards/new',
  editCard: (card: string): string => `/radar/cards/${card}/edit`,
  cardVersion: (card: string, version: number | string): string => `/radar/cards/${card}/${version}`,
  cardAtrs: (card: string): string => `/radar/cards/${card}/atrs`,
  /** Links between records that people are asked about. */
  linkage: '/linkage',
  review: (id: string): string => `/linkage/review/${id}`,
  undo: (id: string): string => `/linkage/decision/${id}/undo`,
  labels: '/linkage/labels',
  /** The records joined as a person, to be parted; and joining them with another by hand. */
  joined: (id: string): string => `/person/${id}/joined`,
  join: (id: string): string => `/person/${id}/join`,
  joinWith: (id: string, other: string): string => `/person/${id}/join/${other}`,
  drawLabels: '/linkage/labels/draw',
  /** Recording somebody by hand, and correcting what was recorded. */
  addPerson: '/add',
  correct: (id: string, record: string): string => `/person/${id}/recorded/${record}`,
  /** Devices in homes, and how they are. */
  devices: '/devices',
  registerDevice: '/devices/register',
  device: (id: string): string => `/devices/${id}`,
  deviceHome: (id: string): string => `/devices/${id}/home`,
  withdrawDevice: (id: string): string => `/devices/${id}/withdraw`,
  retireDevice: (id: string): string => `/devices/${id}/retire`,
  /** Alerts of a team. */
  alerts: '/alerts',
  alert: (id: string): string => `/alerts/${id}`,
  alertPerformance: '/alerts/performance',
  /** People who have several things in common. */
  cohorts: '/cohorts',
  cohortNew: '/cohorts/new',
  cohortOverlap: '/cohorts/overlap',
  cohort: (id: string): string => `/cohorts/${id}`,
  cohortWorklist: (id: string): string => `/cohorts/${id}/worklist`,
  cohortRetire: (id: string): string => `/cohorts/${id}/retire`,
  /** A document of a case; with `?as=pdf` or `?as=fhir` as a file. */
  caseDocument: (id: string, document: string): string => `/case/${id}/document/${document}`,
  /** How pathways are defined, and walking them with sample answers. */
  pathways: '/pathways',
  pathway: (id: string): string => `/pathways/${id}`,
  pathwayWalk: (id: string): string => `/pathways/${id}/walk`,
  /** Answering for sharing: agreements, requests, what is kept and for how long. */
  governance: '/governance',
  agreements: '/governance/agreements',
  /** Marks kept by hand, of everybody and of one person; what a person wishes; a worker's word that a record is their own. */
  marks: '/governance/marks',
  liftMark: (id: string): string => `/governance/marks/${id}/lift`,
  settleMark: (id: string): string => `/governance/marks/${id}/settle`,
  marksOf: (id: string): string => `/person/${id}/marks`,
  wishes: (id: string): string => `/person/${id}/consent`,
  withdrawWish: (id: string): string => `/person/${id}/consent/withdraw`,
  declare: (id: string): string => `/person/${id}/declare`,
  /** Emergency access: confirming it, ending it, and judging it afterwards. */
  emergency: (id: string): string => `/person/${id}/emergency`,
  endEmergency: (id: string): string => `/person/${id}/emergency/end`,
  emergencies: '/emergency',
  emergencyUse: (id: string): string => `/emergency/${id}`,
  emergencyLetter: (id: string): string => `/emergency/${id}/letter`,
  emergencyTold: (id: string): string => `/emergency/${id}/told`,
  /** What people ask of their own data, and a copy that is made for them. */
  requests: '/governance/requests',
  requestNew: '/governance/requests/new',
  requestNewFor: (person: string): string => `/governance/requests/new/${person}`,
  request: (person: string, request: string): string => `/governance/requests/${person}/${request}`,
  requestItems: (person: string, request: string): string => `/governance/requests/${person}/${request}/parts`,
  requestCopy: (person: string, request: string, form: string): string => `/governance/requests/${person}/${request}/copy/${form}`,
  retention: '/governance/retention',
  retentionBatch: (batch: string): string => `/governance/retention/${batch}`,
  /** How information is used here: for everybody, signed in or not. */
  transparency: '/transparency',
  /** Cases: what there is to do, one of them, and its forms. */
  work: '/work',
  workTasks: '/work/tasks',
  workNotices: '/work/notices',
  board: '/work/board',
  allocate: '/work/allocate',
  away: '/work/away',
  begin: (person: string): string => `/person/${person}/begin`,
  case: (id: string): string => `/case/${id}`,
  caseFile: (id: string, file: string): string => `/case/${id}/file/${file}`,
  caseForm: (id: string, form: string): string => `/case/${id}/form/${form}`,
  caseFormPage: (id: string, form: string, page: number | string): string => `/case/${id}/form/${form}/page/${page}`,
  caseFormSave: (id: string, form: string, page: number | string): string => `/case/${id}/form/${form}/page/${page}/save`,
  caseFormPart: (id: string, form: string, part: 'check' | 'print' | 'history' | 'aside'): string => `/case/${id}/form/${form}/${part}`,
  signIn: '/sign-in',
  /** Choose or change team and purpose. */
  act: '/sign-in/team',
  signOut: '/sign-out',
  signOutEverywhere: '/sign-out/everywhere',
  /** Until when somebody is signed in; and going on. */
  session: '/session',
  /** How somebody signs in. */
  account: '/account',
  person: (id: string): string => `/person/${id}`,
  viewedCsv: (id: string): string => `/person/${id}/viewed.csv`,
  personPage: (id: string, page: PersonPage): string => (page === 'overview' ? `/person/${id}` : `/person/${id}/${page}`),
} as const;

export const personPages = ['overview', 'chronology', 'family', 'alerts', 'risk', 'home', 'sources', 'viewed', 'why', 'explain', 'accounts', 'withheld'] as const;
export type PersonPage = (typeof personPages)[number];

export const personPageTitles: Record<PersonPage, string> = {
  overview: 'Overview',
  chronology: 'Chronology',
  family: 'Family and household',
  alerts: 'Alerts and flags',
  risk: 'What is changing',
  home: 'Home',
  sources: 'Sources',
  viewed: 'Who viewed',
  why: 'Why you can see this',
  explain: 'What others can see',
  accounts: 'Their own sign-in',
  withheld: 'Not told to the person',
};

/** What the log calls a look at each page, and so what a team must be allowed for it. */
export const personPageActions = {
  overview: 'open',
  chronology: 'chronology',
  family: 'family',
  alerts: 'open',
  risk: 'risk',
  home: 'home',
  sources: 'sources',
  viewed: 'who-viewed',
  why: 'open',
  explain: 'explain',
  accounts: 'own-account',
  withheld: 'withhold',
} as const satisfies Record<PersonPage, ReadAction>;
