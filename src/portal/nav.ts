import type { PlainAction, ReadAction, ViewEntry } from '../access/index.ts';
import { paths } from './paths.ts';

/** Parts of Kith that an installation or a test may be without. */
export type Part = 'reviews' | 'radar' | 'devices' | 'alerts' | 'cohorts' | 'pathways' | 'cases';

interface MainPage {
  /** What a page says it stands under. */
  at: 'home' | ViewEntry;
  href: string;
  text: string;
  /** What the reader's team must be allowed, one of these; links to what would be refused are not drawn. */
  may: readonly (ReadAction | PlainAction)[];
  part?: Part;
}

/** The main navigation, in order. A new page adds one line. */
export const mainPages = [
  { at: 'home', href: paths.home, text: 'My work', may: [] },
  { at: 'work', href: paths.work, text: 'Cases', may: ['case'], part: 'cases' },
  { at: 'alerts', href: paths.alerts, text: 'Alerts', may: [], part: 'alerts' },
  { at: 'radar', href: paths.radar, text: 'Radar', may: ['radar'], part: 'radar' },
  { at: 'cards', href: paths.cards, text: 'Scorecards', may: ['radar-edit'], part: 'radar' },
  { at: 'cohorts', href: paths.cohorts, text: 'Cohorts', may: ['cohort', 'cohort-count'], part: 'cohorts' },
  { at: 'pathways', href: paths.pathways, text: 'Pathways', may: ['pathway-preview'], part: 'pathways' },
  { at: 'feeds', href: paths.feeds, text: 'Feeds', may: ['feed-health'] },
  { at: 'devices', href: paths.devices, text: 'Devices', may: ['device-health'], part: 'devices' },
  { at: 'links', href: paths.linkReport, text: 'Link quality', may: ['link-report'] },
  { at: 'review', href: paths.linkage, text: 'Review links', may: ['link-review'], part: 'reviews' },
  { at: 'governance', href: paths.governance, text: 'Governance', may: ['explain', 'requests', 'retention'] },
  { at: 'emergency', href: paths.emergencies, text: 'Emergency access', may: ['break-glass-review'] },
] as const satisfies readonly MainPage[];

/** Where a page stands in the navigation; `find` is the search box. */
export type At = (typeof mainPages)[number]['at'] | 'find';

/** Entries drawn for a session: those it may open, as its team's view has them where it has one. */
export function entriesFor(may: (action: ReadAction | PlainAction) => boolean, parts: ReadonlySet<Part>, view: readonly ViewEntry[] | null = null): { at: At; href: string; text: string }[] {
  const open = mainPages.filter((page: MainPage) => (page.may.length === 0 || page.may.some(may)) && (page.part === undefined || parts.has(page.part))).map(({ at, href, text }) => ({ at, href, text }));
  if (view === null) return open;
  return (['home', ...view] as const).flatMap((at) => open.find((entry) => entry.at === at) ?? []);
}
