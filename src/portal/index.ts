export { buildPortal, type PortalServices } from './portal.ts';
export type { SignIn } from './http/signed-in.ts';
