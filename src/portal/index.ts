export { buildPortal, type PortalServices } from './portal.ts';
export { linkReportDocument } from './pages/link-report.tsx';
export type { SignIn } from './sign-in/index.ts';
