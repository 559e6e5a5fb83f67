import type { Access } from '../access/index.ts';
import type { Notices } from '../exchange/index.ts';
import type { FeedState, Kernel } from '../kernel/index.ts';
import type { Linkage } from '../linkage/index.ts';
import type { Alerts, CardDesk, Cohorts, Detectors, Lists } from '../radar/index.ts';
import type { Cases } from '../pathways/index.ts';
import type { Intake, Parting, Records, Reviews } from '../record/index.ts';
import type { OwnRequests, RequestDesk, Retention } from '../rights/index.ts';
import type { Sensors } from '../sensors/index.ts';
import type { PublicFacts } from './http/transparency-pages.ts';
import type { SignIn } from './sign-in/index.ts';

/** What the portal shows and does. What is not given has no pages. */
export interface PortalServices {
  kernel: Kernel;
  access: Access;
  records: Pick<Records, 'people' | 'search' | 'resolve' | 'overview' | 'chronology' | 'family' | 'sources' | 'counts'>;
  feeds: { states(): Promise<FeedState[]> };
  linkage: Pick<Linkage, 'report'>;
  /** Homes as their sensors and the weather tell of them; without it there is no such page. */
  detectors?: Pick<Detectors, 'view'>;
  /** Reviewing links, and what brings a decision into force; without them there are no such pages. */
  reviews?: Reviews;
  /** Alerts and whom they are told to; without them there are no such pages. */
  alerts?: Alerts;
  notices?: Pick<Notices, 'contactName'>;
  /** Parting records and joining people by hand; without it there are no such pages. */
  parting?: Parting;
  /** Recording people by hand; without it there are no such pages. */
  intake?: Intake;
  /** Devices in homes; without them there are no such pages. */
  sensors?: Sensors;
  settle?: () => Promise<void>;
  /** People who have several things in common; without it there are no such pages. */
  cohorts?: Cohorts;
  /** Cases, or their pathways alone; without them there are no such pages. */
  cases?: Cases | (Pick<Cases, 'pathways'> & Partial<Pick<Cases, 'desk'>>);
  /** Lists and scorecards; without them there are no such pages. */
  radar?: { lists: Lists; desk: CardDesk; people: Records['people'] };
  /** People at their own record; without them there is no such side. */
  ownSide?: { records: Pick<Records, 'own'>; requests: OwnRequests };
  /** How long data is kept; without it there are no such pages. */
  retention?: Retention;
  /** Answering what people ask of their own data; without it there are no such pages. */
  requestDesk?: { desk: RequestDesk; named: Pick<Records, 'people'> };
  /** How information is used, for anybody; without it there is no such page. */
  publicFacts?: PublicFacts;
  /** Is told of every address as it is added. */
  onRoute?: (route: { method: string | string[]; url: string }) => void;
  /** Another way of signing in, for tests; otherwise the area's identity provider, or the embedded one. */
  signIn?: SignIn;
}

/** Cases that can be worked with; null where there are none, or only their pathways. */
export const casesOf = ({ cases }: Pick<PortalServices, 'cases'>): Cases | null => (cases !== undefined && 'work' in cases ? cases : null);
