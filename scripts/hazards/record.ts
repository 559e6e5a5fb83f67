import { z } from 'zod';
import { readDefinitions, type Definition, type Problem } from '../../src/kernel/index.ts';

/** The words and the matrix of DCB0129 as NHS England's hazard logs use them; docs/hazards/README.md says what each means. */
export const severities = ['minor', 'significant', 'considerable', 'major', 'catastrophic'] as const;
export const likelihoods = ['very-low', 'low', 'medium', 'high', 'very-high'] as const;

const matrix: Readonly<Record<(typeof likelihoods)[number], readonly number[]>> = {
  'very-high': [3, 4, 4, 5, 5],
  high: [2, 3, 3, 4, 5],
  medium: [2, 2, 3, 3, 4],
  low: [1, 2, 2, 3, 4],
  'very-low': [1, 1, 2, 2, 3],
};

/** Up to this a risk is acceptable. One of 3 stands only with a stated acceptance, and one above it not at all. */
export const acceptable = 2;
export const acceptedAtMost = 3;

const risk = z.strictObject({ severity: z.enum(severities), likelihood: z.enum(likelihoods) });
export type Risk = z.infer<typeof risk>;

/** 1 (no action needed) to 5 (unacceptable). */
export const rating = (of: Risk): number => matrix[of.likelihood][severities.indexOf(of.severity)] ?? 5;

const said = z.string().min(10);

const control = z.strictObject({
  kind: z.enum(['design', 'test', 'training']),
  control: said,
  /** `<file> › <title of the test>`, describe blocks between the two where they are needed to tell tests apart. */
  tests: z.array(z.string().regex(/^\S+ › .+$/, 'A test is named as: path/of.test.ts › title of the test')).default([]),
  /** For training: where in the documentation what must be taught stands. */
  evidence: z.string().optional(),
});
export type Control = z.infer<typeof control>;

export const owners = ['clinical-safety-officer', 'information-governance-lead', 'caldicott-guardian', 'data-quality-lead', 'service-lead'] as const;

const hazard = z.strictObject({
  id: z.string().regex(/^H\d{2,3}$/, 'An id is H and two or three figures.'),
  hazard: said,
  cause: said,
  effect: said,
  initial: risk,
  controls: z.array(control).default([]),
  residual: risk,
  status: z.enum(['controlled', 'accepted']),
  owner: z.enum(owners),
  /** Why a risk that is not brought down is borne, and what stands in for a control until then. */
  acceptance: said.optional(),
});
export type Hazard = z.infer<typeof hazard>;

const group = z.strictObject({ title: z.string().min(3), hazards: z.array(hazard).min(1) });
export type Group = z.infer<typeof group>;

/** Every file of the hazard log. Bad ones become problems; good ones come back. */
export const readHazards = (root: string): { definitions: Definition<Group>[]; problems: Problem[] } => readDefinitions(root, 'docs/hazards/*.yaml', group);

export interface TestName {
  file: string;
  titles: string[];
}

/** The parts of `file › describe › title`. */
export function testName(text: string): TestName {
  const [file = '', ...titles] = text.split(' › ');
  return { file, titles };
}
