import { z } from 'zod';

const id = z.string().regex(/^[a-z][a-z0-9-]*$/, 'use small letters, digits and hyphens, starting with a letter');
const words = z.string().trim().min(1);
const phone = z.string().regex(/^[0-9+][0-9 ]{8,}$/, 'give a telephone number');

/** Stands for the person themselves, among the kinds of authority. */
export const self = 'self';

/**
 * What people, and those who may act for them, see of their own record. Which kinds of data are named there is decided here;
 * the rest they are told of in a copy, once somebody has looked through it.
 */
export const ownSchema = z.strictObject({
  /** What the log calls it, and what makes it lawful. */
  purpose: z.strictObject({ id, name: words, basis: words }),
  /** Whom people ring about their own record. */
  contact: z.strictObject({ name: words, phone, email: z.email() }),
  /** Who answers for data protection, and whom to complain to beyond them. */
  officer: z.strictObject({ name: words, email: z.email() }),
  complaints: z.strictObject({ name: words, phone, address: words }),
  /** Kinds of data whose services are named to the person themselves. */
  tells: z.array(id),
  /** Whoever else may act for somebody. */
  authorities: z.array(
    z.strictObject({
      id,
      name: words,
      /** In plain words, to whoever holds it. */
      says: words,
      /** What whoever checks it must have seen. */
      evidence: words,
      /** Kinds of data it reaches, at most. */
      tells: z.array(id),
      /** The birthday of the person at which it ends at the latest. */
      endsAtAge: z.int().min(1).max(25).optional(),
    }),
  ),
});

export type OwnDefinition = z.infer<typeof ownSchema>;
