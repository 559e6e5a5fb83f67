import type { Definition, Problem } from '../../kernel/index.ts';
import { self, type OwnDefinition } from './definition.ts';

/** Every kind of data named stands in categories.yaml, no authority reaches further than the person, and none takes the person's own name. */
export function checkOwn(own: Definition<OwnDefinition>, categories: ReadonlySet<string>, purposes: ReadonlySet<string>): Problem[] {
  const { tells, authorities, purpose } = own.value;
  const unknown = (at: (string | number)[], id: string): Problem[] =>
    categories.has(id) ? [] : [own.problem(at, `There is no category "${id}".`, `Use one of those in categories.yaml: ${[...categories].join(', ')}.`)];
  return [
    ...tells.flatMap((id, i) => unknown(['tells', i], id)),
    ...(purposes.has(purpose.id) ? [own.problem(['purpose', 'id'], `A purpose of workers is called "${purpose.id}" too.`, 'Give it an id that purposes.yaml does not have: the log must tell the two apart.')] : []),
    ...authorities.flatMap((authority, i) => [
      ...(authority.id === self ? [own.problem(['authorities', i, 'id'], `"${self}" is the person themselves.`, 'Call it something else.')] : []),
      ...(authorities.findIndex((a) => a.id === authority.id) === i ? [] : [own.problem(['authorities', i, 'id'], `"${authority.id}" stands here twice.`, 'Keep one of them.')]),
      ...authority.tells.flatMap((id, j) => [
        ...unknown(['authorities', i, 'tells', j], id),
        ...(tells.includes(id) || !categories.has(id) ? [] : [own.problem(['authorities', i, 'tells', j], `${id} is not told to the person themselves.`, 'Take it out, or add it to "tells" above: nobody who acts for somebody sees more than they do.')]),
      ]),
    ]),
  ];
}
