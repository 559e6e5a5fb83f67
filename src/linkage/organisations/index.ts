import type { Kernel } from '../../kernel/index.ts';
import { nameOfCode, readDirectory } from './directory.store.ts';
import { indexOrganisations, type Organisation, type OrganisationMatch } from './match.ts';

export { linkOrganisations, type OrganisationSummary } from './files.ts';
export { indexOrganisations, type Organisation, type OrganisationBand, type OrganisationIndex, type OrganisationMatch } from './match.ts';

/** Organisations of the directories that feeds have brought. They are nobody's data, so no reading is needed. */
export interface Organisations {
  /** Name of the organisation with this code; null where no directory has it. */
  nameOf(code: string): Promise<string | null>;
  /** Entries that `asked` may be, likeliest first; each entry has the `feed` that says so. */
  match(asked: Organisation, limit?: number): Promise<OrganisationMatch[]>;
}

export const createOrganisations = (kernel: Kernel): Organisations => ({
  nameOf: (code) => nameOfCode(kernel.db.writer, code),
  match: async (asked, limit) => indexOrganisations(await readDirectory(kernel.db.writer)).match(asked, limit),
});
