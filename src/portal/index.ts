export { buildPortal } from './portal.ts';
export type { PortalServices } from './services.ts';
export { linkReportDocument } from './pages/link-report.tsx';
export type { PublicFacts } from './http/transparency-pages.ts';
export type { SignIn } from './sign-in/index.ts';
