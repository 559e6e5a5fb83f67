import type { Area } from '../kernel/index.ts';
import { checkAccess } from './check.ts';

/** Roles that some user of the area acts in; none where its access files cannot be read. */
export function rolesHeld(area: Area): ReadonlySet<string> {
  const { definitions } = checkAccess(area);
  return new Set(definitions?.users.flatMap((user) => user.teams.map((team) => team.role)));
}
