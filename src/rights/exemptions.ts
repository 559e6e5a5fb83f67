/** Why something need not be given in a copy (Data Protection Act 2018, Schedules 2 and 3). */
export interface Exemption {
  id: string;
  name: string;
  law: string;
  /** Whether the copy says that something was left out for it: saying so must not itself tell what may not be told. */
  mentioned: boolean;
}

export const exemptions: readonly Exemption[] = [
  { id: 'third-party', name: 'It is about another person, who has not agreed', law: 'DPA 2018 Sch 2 para 16', mentioned: true },
  { id: 'serious-harm', name: 'Telling it would be likely to cause serious harm to somebody', law: 'DPA 2018 Sch 3 paras 5 and 8', mentioned: false },
  { id: 'child-abuse', name: 'It says whether a child is or has been abused, and telling is not in the child’s interests', law: 'DPA 2018 Sch 3 para 21', mentioned: false },
  { id: 'crime', name: 'Telling it would be likely to prejudice preventing or detecting crime', law: 'DPA 2018 Sch 2 para 2', mentioned: false },
  { id: 'legal-privilege', name: 'It is legal advice, or made for proceedings', law: 'DPA 2018 Sch 2 para 19', mentioned: true },
  { id: 'regulation', name: 'Telling it would be likely to prejudice a regulator', law: 'DPA 2018 Sch 2 paras 7 to 12', mentioned: true },
];
