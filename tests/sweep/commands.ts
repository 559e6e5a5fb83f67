import type { Command, Option } from 'commander';
import { programOf, run } from '../../src/cli.ts';
import type { Session } from '../../src/access/index.ts';
import { traits } from './victims.ts';
import { nameOf, typed, type Answer, type Kind, type World } from './world.ts';

/** One command line of the sweep, without who asks. */
export interface Typed {
  command: string;
  words: string[];
  /** Whom it means; null where it means nobody. */
  of: Kind | null;
  echoes: string[];
}

const quiet = { out: () => undefined, err: () => undefined, interactive: false };
const kinds: readonly Kind[] = ['absent', 'sealed', 'merged-sealed', 'outside', 'staff', 'hidden', 'open'];

/** Commands that show somebody something: those that ask who is asking. */
function asking(): { path: string[]; command: Command }[] {
  const leaves = (command: Command, path: string[]): { path: string[]; command: Command }[] =>
    command.commands.length === 0 ? [{ path, command }] : command.commands.flatMap((inner) => leaves(inner, [...path, inner.name()]));
  return leaves(programOf(quiet, () => undefined), []).filter(({ command }) => whoAsks(command) !== undefined);
}

const whoAsks = (command: Command): Option | undefined => command.options.find((o) => o.long === '--as' || o.long === '--user');

/** What may stand for an argument or a required option, by its name in the help. */
const values: Record<string, (world: World) => readonly (readonly [Kind | null, string])[]> = {
  identifier: (world) => [...kinds.map((kind) => [kind, world.persons[kind]] as const), ['sealed', traits.sealed.nhsNumber], ['absent', '9990000077']],
  cohort: (world) => [[null, world.cohorts[0] ?? '']],
  card: () => [[null, 'falls']],
  case: () => [[null, 'CHC-000001']],
  // Opening a case lets its team see more of whoever it is of; this one's team sees no more by it.
  pathway: () => [[null, 'cold-home']],
  return: () => [[null, 'cld']],
  words: () => [[null, 'An inquiry']],
  // Before anything was asked: what others have typed since stands in the log in their words, for whoever answers for it.
  date: () => [[null, '2020-01-01']],
};

/** Commands that do something for somebody: asked of those only for whom nothing may be done, so that everybody stays as they are. */
const changes: ReadonlySet<string> = new Set(['case open']);

/** Fields by which a command looks for whoever they fit, where it takes none of the above. */
const looksFor: Record<string, string> = { '--given': typed(traits.sealed.given), '--family': typed(traits.sealed.family), '--born': traits.sealed.born, '--nhs': traits.sealed.nhsNumber, '--postcode': traits.sealed.address[1], '--phone': traits.sealed.phone };

/** Of whom a command may say that they are there, though who they are is not shared: it is asked why, by whoever runs the machine. */
export const tellsWhy = 'access explain';

/** @throws where a command takes something of which nothing says what it is */
export function commandLines(world: World): Typed[] {
  return asking().flatMap(({ path, command }) => {
    const takes = [
      ...command.registeredArguments.filter((a) => a.required).map((a) => ({ name: a.name(), put: (value: string) => [value] })),
      ...command.options.filter((o) => o.mandatory && o !== whoAsks(command)).map((o) => ({ name: /<(.+)>/.exec(o.flags)?.[1] ?? o.flags, put: (value: string) => [o.long ?? '', value] })),
    ];
    let made: Typed[] = [{ command: path.join(' '), words: [], of: null, echoes: [] }];
    for (const { name, put } of takes) {
      const known = values[name];
      if (known === undefined) {
        throw new Error(`"kith ${path.join(' ')}" takes <${name}>, of which the sweep does not know what it is. Say so in "values" of tests/sweep/commands.ts: ids of each kind of person where it means somebody, with null for the kind where it does not.`);
      }
      made = made.flatMap((so) => known(world).filter(([kind]) => kind === null || !changes.has(so.command) || kind === 'absent' || kind.endsWith('sealed')).map(([kind, value]) => ({ ...so, words: [...so.words, ...put(value)], of: kind ?? so.of, echoes: [...so.echoes, value] })));
    }
    const fields = command.options.filter((o) => o.long !== undefined && o.long !== null && o.long in looksFor).map((o) => o.long!);
    if (fields.length > 0) {
      const words = fields.flatMap((field) => [field, looksFor[field]!]);
      made = [{ ...made[0]!, words, echoes: [nameOf('sealed'), traits.sealed.nhsNumber] }];
    }
    const forms = [...(command.options.some((o) => o.long === '--json') ? [['--json']] : []), ...command.options.flatMap((o) => (o.argChoices ?? []).filter((c) => c !== o.defaultValue && c !== 'json').map((c) => [o.long ?? '', c]))];
    return made.flatMap((so) => [so, ...(so.of === null || so.of === 'sealed' || so.of === 'hidden' || so.of === 'absent' ? forms.map((form) => ({ ...so, words: [...so.words, ...form] })) : [])]);
  });
}

/** What a command says to somebody; the store is the world's. */
export async function type(session: Session, { command, words }: Typed): Promise<Answer> {
  const said: string[] = [];
  const say = (line: string): void => void said.push(line);
  const who = command === tellsWhy ? '--user' : '--as';
  const status = await run([...command.split(' '), ...words, who, session.userId, '--team', session.team, '--purpose', session.purpose], { out: say, err: say, interactive: false });
  return { status, bytes: said.join('\n') };
}
