import type { FastifyInstance } from 'fastify';
import { addAlertPages } from './http/alert-pages.ts';
import { addCardPages } from './http/card-pages.ts';
import { addCaseBoardPages } from './http/case-board-pages.ts';
import { addCaseFormPages } from './http/case-form-pages.tsx';
import { addCasePages } from './http/case-pages.ts';
import { addCaseWorkPages } from './http/case-work-pages.ts';
import { addCohortPages } from './http/cohort-pages.ts';
import { addDevicePages } from './http/device-pages.ts';
import { addDocumentPages } from './http/document-pages.ts';
import { addEmergencyPages } from './http/emergency-pages.ts';
import { addMarkPages } from './http/mark-pages.ts';
import { addWishPages } from './http/wish-pages.ts';
import { addIntakePages } from './http/intake-pages.ts';
import { addPartingPages } from './http/parting-pages.ts';
import { addPathwayPages } from './http/pathway-pages.ts';
import { addRadarPages } from './http/radar-pages.ts';
import { addReviewPages } from './http/review-pages.ts';
import { addAccountPages } from './http/account-pages.ts';
import { addRetentionPages } from './http/retention-pages.ts';
import { addRequestPages } from './http/request-pages.ts';
import { addTransparencyPages } from './http/transparency-pages.ts';
import type { PageKit } from './http/kit.ts';
import type { People } from './http/route.ts';
import type { Part } from './nav.ts';
import { casesOf, type PortalServices } from './services.ts';

/** Pages that belong together and stand on the same services: there only where those are. */
type PageSet = (app: FastifyInstance, kit: PageKit, services: PortalServices, people: People) => void;

/** Every set of pages beyond the table of routes. A new one is a line here. */
export const pageSets: readonly PageSet[] = [
  (app, kit, services, people) => {
    const cases = casesOf(services);
    if (cases === null) return;
    for (const add of [addCasePages, addCaseFormPages, addCaseWorkPages, addCaseBoardPages]) add(app, { cases, people, ...kit });
  },
  (app, kit, { retention }) => void (retention !== undefined && addRetentionPages(app, { retention, ...kit })),
  (app, kit, { requestDesk }) => void (requestDesk !== undefined && addRequestPages(app, { ...requestDesk, ...kit })),
  (app, kit, { publicFacts }) => void (publicFacts !== undefined && addTransparencyPages(app, { facts: publicFacts, ...kit })),
  (app, kit, { access: { own } }, people) => void (own !== null && addAccountPages(app, { own, people, ...kit })),
  (app, kit, { cohorts }) => void (cohorts !== undefined && addCohortPages(app, { cohorts, ...kit })),
  (app, kit, { radar }) => void (radar !== undefined && addCardPages(app, { desk: radar.desk, ...kit, records: { people: radar.people } })),
  (app, kit, { radar }) => void (radar !== undefined && addRadarPages(app, { lists: radar.lists, ...kit })),
  (app, kit, { alerts, notices }) => void (alerts !== undefined && notices !== undefined && addAlertPages(app, { alerts, notices, ...kit })),
  (app, kit, { reviews, settle }) => void (reviews !== undefined && settle !== undefined && addReviewPages(app, { reviews, settle, ...kit })),
  (app, kit, { parting, settle }, people) => void (parting !== undefined && settle !== undefined && addPartingPages(app, { parting, settle, people, ...kit })),
  (app, kit, { intake, settle }) => void (intake !== undefined && settle !== undefined && addIntakePages(app, { intake, settle, ...kit })),
  (app, kit, { sensors }) => void (sensors !== undefined && addDevicePages(app, { sensors, ...kit })),
  (app, kit, { cases }) => void (cases !== undefined && addPathwayPages(app, { pathways: cases.pathways, ...kit })),
  (app, kit, { cases }) => void (cases?.desk !== undefined && addDocumentPages(app, { desk: cases.desk, ...kit })),
  (app, kit, { access: { emergency } }) => void (emergency !== null && addEmergencyPages(app, { emergency, ...kit })),
  (app, kit, { access: { marking } }) => addMarkPages(app, { marking, ...kit }),
  (app, kit, { access: { marking }, kernel: { area } }) => addWishPages(app, { marking, organisations: area.organisations, ...kit }),
];

/** Parts of the navigation for which there are pages. Alerts come with their count. */
export const partsOf = (services: PortalServices): Part[] => {
  const { reviews, radar, sensors: devices, cohorts, cases: pathways } = services;
  return Object.entries({ reviews, radar, devices, cohorts, pathways, cases: casesOf(services) ?? undefined }).flatMap(([part, service]) => (service === undefined ? [] : [part as Part]));
};
