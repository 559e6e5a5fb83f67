export { createSignIn, type SignIn, type SignInOptions, type SignInPages } from './sign-in.ts';
export { csrfField, requireSession } from './guard.ts';
export type { AccountProps } from './account-routes.ts';
export type { FactorPage } from './factors/pages.ts';
export type { KeptProps } from './session-routes.ts';
export type { SessionEnd } from './ticket.ts';
