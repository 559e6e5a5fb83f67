/** Every address of people's own side. */
export const ownPaths = {
  home: '/your-record',
  signIn: '/your-record/sign-in',
  callback: '/your-record/sign-in/callback',
  whose: '/your-record/whose',
  code: '/your-record/code',
  signOut: '/your-record/sign-out',
  held: '/your-record/held',
  looks: '/your-record/looks',
  copy: '/your-record/copy',
  wrong: '/your-record/wrong',
  object: '/your-record/object',
  requests: '/your-record/requests',
  rights: '/your-record/rights',
} as const;
