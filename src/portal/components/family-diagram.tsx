import type { VNode } from 'preact';
import type { Family, FamilyMember } from '../../record/index.ts';
import { showAge } from '../words/dates.ts';
import { plainName, showRole } from '../words/person.ts';

const box = { width: 200, height: 54, gapX: 18, gapY: 46 };
const perRow = 5;

type Generation = 'above' | 'level' | 'below' | 'other';

/** Which row a role stands in, by the first of its words that says (`mother`, `carer, daughter`, `step-father`). Anything else stands apart. */
export function generation(role: string): Generation {
  for (const word of role.toLowerCase().split(/[^a-z]+/)) {
    if (/(mother|father|parent|mum|dad|aunt|uncle|guardian)$/.test(word)) return 'above';
    if (/(^|step|grand|foster|adopted|god)(son|daughter|child|children)$|^(nephew|niece)$/.test(word)) return 'below';
    if (/^(step|half)?(brother|sister|sibling|twin|husband|wife|spouse|partner|cousin)$/.test(word)) return 'level';
  }
  return 'other';
}

function label(member: FamilyMember): string {
  if (member.kind === 'restricted') return 'Restricted';
  return member.kind === 'named' ? member.name : member.displayName;
}

const clip = (text: string, length: number): string => (text.length <= length ? text : `${text.slice(0, length - 1)}…`);

function Node(props: { x: number; y: number; name: string; under: string; class: string }): VNode {
  return (
    <g class={`app-family__node ${props.class}`} transform={`translate(${props.x} ${props.y})`}>
      <rect width={box.width} height={box.height} rx="4" />
      <text x="10" y="22" class="app-family__name">
        {clip(props.name, 22)}
      </text>
      <text x="10" y="41">
        {clip(props.under, 26)}
      </text>
    </g>
  );
}

/** Parents above, brothers, sisters and partners beside, children below, everybody else under a line of their own; the household is filled. */
export function FamilyDiagram(props: { family: Family; today: string }): VNode {
  const { family, today } = props;
  const rows: { kind: Generation | 'self'; members: FamilyMember[] }[] = [];
  const of = (wanted: Generation): FamilyMember[] => family.members.filter((member) => generation(member.role) === wanted);
  const add = (kind: Generation, members: FamilyMember[]): void => {
    for (let i = 0; i < members.length; i += perRow) rows.push({ kind, members: members.slice(i, i + perRow) });
  };
  add('above', of('above'));
  const level = of('level');
  rows.push({ kind: 'self', members: level.slice(0, perRow - 1) });
  add('level', level.slice(perRow - 1));
  add('below', of('below'));
  add('other', of('other'));
  const cells = Math.max(...rows.map((row) => row.members.length + (row.kind === 'self' ? 1 : 0)));
  const width = cells * (box.width + box.gapX) - box.gapX + 4;
  const height = rows.length * (box.height + box.gapY) - box.gapY + 4;
  const selfRow = rows.findIndex((row) => row.kind === 'self');
  const top = (row: number): number => 2 + row * (box.height + box.gapY);
  const left = (column: number): number => 2 + column * (box.width + box.gapX);
  const selfX = left(0) + box.width / 2;
  const age = family.summary.birthDate === null || family.summary.deceased !== null ? '' : (showAge(family.summary.birthDate, today) ?? '');
  return (
    <div class="app-family">
      <div class="app-family__window" role="region" tabindex={0} aria-label="Diagram">
        <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="img" aria-label={`${plainName(family.summary)} and the ${family.members.length} in the table above`}>
          {rows.map((row, r) =>
            row.members.map((_, c) => {
              const column = row.kind === 'self' ? c + 1 : c;
              const x = left(column) + box.width / 2;
              const line =
                row.kind === 'self'
                  ? `M${selfX} ${top(r) + box.height / 2}H${left(column)}`
                  : r < selfRow
                    ? `M${x} ${top(r) + box.height}V${top(r) + box.height + box.gapY / 2}H${selfX}V${top(selfRow)}`
                    : `M${x} ${top(r)}V${top(r) - box.gapY / 2}H${selfX}V${top(selfRow) + box.height}`;
              return <path class={`app-family__line app-family__line--${row.kind}`} d={line} />;
            }),
          )}
          <Node x={left(0)} y={top(selfRow)} name={family.summary.displayName} under={age} class="app-family__node--self" />
          {rows.map((row, r) =>
            row.members.map((member, c) => {
              const years = member.kind !== 'person' ? null : member.deceased !== null ? 'died' : member.birthDate === null ? null : showAge(member.birthDate, today);
              const home = member.kind !== 'named' && member.household === 'current';
              return (
                <Node
                  x={left(row.kind === 'self' ? c + 1 : c)}
                  y={top(r)}
                  name={label(member)}
                  under={[showRole(member.role), years].filter((x) => x !== null).join(', ')}
                  class={home ? 'app-family__node--home' : ''}
                />
              );
            }),
          )}
        </svg>
      </div>
      <p class="app-quiet">Filled boxes live in the same household now.</p>
    </div>
  );
}
