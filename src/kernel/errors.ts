/**
 * Every failure Kith expects carries a code from this registry. The command line and the portal map a code
 * to an exit status or an HTTP status once, at the edge; nothing else decides by message text.
 */
export const errorCodes = {
  'area.invalid': { http: 500, exit: 2 },
  'config.invalid': { http: 500, exit: 2 },
  'usage.invalid': { http: 400, exit: 2 },
  'feed.unknown': { http: 404, exit: 2 },
  'delivery.refused': { http: 422, exit: 3 },
  'delivery.missing': { http: 404, exit: 3 },
  'store.unavailable': { http: 503, exit: 4 },
  'store.locked': { http: 503, exit: 4 },
  'store.behind': { http: 503, exit: 4 },
  'access.unauthenticated': { http: 401, exit: 5 },
  'access.refused': { http: 403, exit: 5 },
  'access.unknown-user': { http: 403, exit: 5 },
  'access.unknown-purpose': { http: 403, exit: 5 },
  'person.not-found': { http: 404, exit: 6 },
  'uplink.too-many': { http: 429, exit: 3 },
  'radar.unknown-card': { http: 404, exit: 2 },
  'radar.invalid-card': { http: 400, exit: 2 },
  'uplink.refused': { http: 422, exit: 3 },
  'cohort.unknown': { http: 404, exit: 2 },
  'import.refused': { http: 422, exit: 3 },
  'request.invalid': { http: 400, exit: 2 },
  'request.too-many': { http: 429, exit: 3 },
  'keys.unknown': { http: 503, exit: 4 },
  'keys.broken': { http: 500, exit: 4 },
  'conflict.changed': { http: 409, exit: 7 },
} as const satisfies Record<string, { http: number; exit: number }>;

export type ErrorCode = keyof typeof errorCodes;

/** An expected failure. `message` is for the person who meets it; `mend` says what they can do about it. */
export class KithError extends Error {
  readonly code: ErrorCode;
  readonly mend: string | null;
  readonly detail: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, options: { mend?: string; detail?: Record<string, unknown>; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'KithError';
    this.code = code;
    this.mend = options.mend ?? null;
    this.detail = options.detail ?? {};
  }

  get httpStatus(): number {
    return errorCodes[this.code].http;
  }

  get exitStatus(): number {
    return errorCodes[this.code].exit;
  }
}
