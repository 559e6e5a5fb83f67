export { createSignIn, type SignIn, type SignInOptions, type SignInPages } from './sign-in.ts';
export { csrfField, requireSession } from './guard.ts';
export { absoluteSeconds, idleSeconds } from './ticket.ts';
