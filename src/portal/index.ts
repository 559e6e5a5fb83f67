export { buildPortal, type PortalServices } from './portal.ts';
export type { SignIn } from './sign-in/index.ts';
