import type { UserProfile } from '../../access/index.ts';

/** What somebody may act as: one team, one purpose. */
export interface Acting {
  user: string;
  name: string;
  jobTitle: string;
  team: string;
  teamName: string;
  organisation: string;
  purpose: string;
  purposeName: string;
}

const mostFound = 60;

/** Every way in which the users that match a query may act: by name, e-mail, job or team, whatever the case. */
export function standingsFound(users: readonly UserProfile[], query: string): { found: Acting[]; more: boolean } {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const all = users.flatMap((user) =>
    user.teams.flatMap((team) => {
      const said = `${user.name} ${user.email} ${user.jobTitle} ${team.name}`.toLowerCase();
      if (!words.every((word) => said.includes(word))) return [];
      return team.purposes.map((purpose): Acting => ({ user: user.id, name: user.name, jobTitle: user.jobTitle, team: team.id, teamName: team.name, organisation: team.organisation, purpose: purpose.id, purposeName: purpose.name }));
    }),
  );
  return { found: all.slice(0, mostFound), more: all.length > mostFound };
}
