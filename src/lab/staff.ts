import { drama } from './phones.ts';
import type { Random } from './random.ts';
import type { Worker } from './world.ts';

interface Team {
  team: string;
  role: string;
  /** Last three figures of the team's number; each worker has the next but one. */
  phone: number;
  people: readonly string[];
}

/** Who can be rung, by what they do. */
export const teams = {
  frontDoor: { team: 'Adult front door', role: 'Contact officer', phone: 105, people: ['Joanna Price', 'Samuel Idowu', 'Helen Marsh'] },
  reablement: { team: 'Reablement', role: 'Reablement lead', phone: 108, people: ['Marcia Bennett', 'Tom Askew', 'Ifrah Warsame'] },
  olderPeople: { team: 'Older people east', role: 'Social worker', phone: 220, people: ['Danielle Brooks', 'Kwesi Appiah', 'Ruth Feldman', 'Sunita Rai', 'Owen Parry'] },
  disability: { team: 'Learning disability', role: 'Social worker', phone: 230, people: ['Chris Nolan', 'Bola Akande', 'Magda Zielińska'] },
  carers: { team: 'Carers', role: 'Carers worker', phone: 236, people: ['Lorraine Hughes', 'Farhana Islam'] },
  assessment: { team: 'Assessment and intervention', role: 'Social worker', phone: 240, people: ['Priya Nair', 'Michael Osei', 'Hannah Lowe', 'Gareth Pugh'] },
  protection: { team: 'Child protection', role: 'Social worker', phone: 250, people: ['Rebecca Stone', 'Abdul Karim', 'Jess Whitmore', 'Noel Clarke'] },
  lookedAfter: { team: 'Children in care', role: 'Social worker', phone: 260, people: ['Yvonne Daley', 'Patrick Keane', 'Leila Haddad'] },
  nursing: { team: 'District nursing', role: 'Community nurse', phone: 112, people: ['Sister Paul Okafor', 'Sister Anne Devlin', 'Nurse Ruby Tan', 'Nurse Colin Frost'] },
  therapy: { team: 'Falls and therapy', role: 'Physiotherapist', phone: 272, people: ['Emma Caswell', 'Dev Malhotra'] },
  memory: { team: 'Memory clinic', role: 'Memory nurse', phone: 280, people: ['Angela Firth', 'Joseph Amoah'] },
  recovery: { team: 'Community mental health team', role: 'Care co-ordinator', phone: 284, people: ['Martin Shore', 'Efua Boateng', 'Clare Donnelly', 'Imran Shah'] },
  crisis: { team: 'Crisis and home treatment', role: 'Mental health nurse', phone: 290, people: ['Nina Kovacs', 'Jerome Bailey'] },
  camhs: { team: 'Child and adolescent mental health', role: 'Clinician', phone: 294, people: ['Dr Tessa Lyle', 'Arjun Mehta'] },
  talking: { team: 'Talking therapies', role: 'Therapist', phone: 298, people: ['Sophie Grant', 'Usman Tariq'] },
  housing: { team: 'Tenancy services', role: 'Housing officer', phone: 155, people: ['Darren Pike', 'Shanice Morgan', 'Anita Kohli', 'Bill Turner'] },
  repairs: { team: 'Repairs desk', role: 'Repairs', phone: 155, people: ['Repairs desk'] },
  police: { team: 'Vulnerability desk', role: 'Officer', phone: 190, people: ['PC 4471 Ahmed', 'PC 2208 Carter', 'DC 1190 Hale', 'PS 0307 Lawal'] },
} as const satisfies Record<string, Team>;

/** One of a team, with the team's own telephone number. */
export function worker(random: Random, team: keyof typeof teams): Worker {
  const { people, ...rest } = teams[team];
  return { name: random.pick<string>(people), role: rest.role, team: rest.team, phone: drama(rest.phone) };
}
