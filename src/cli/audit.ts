import { globSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { splitHeads, type SealProblem, type SignInEvent, type UnusualLooking, type Verification } from '../access/index.ts';
import { isUuid, KithError } from '../kernel/index.ts';
import { exportCommand } from './audit-export.ts';
import { plural, table, type Output } from './output.ts';
import { withKith } from './with-kith.ts';

/** `audit`: whether the log of looks is as it was written. Shows no person. */
export function auditCommands(program: Command, output: Output, finish: (status: number) => void): void {
  const audit = program.command('audit').description('the sealed log of every look: whether it is whole, its signed heads, proof of one row');

  audit
    .command('verify')
    .description('find any row edited, removed, re-ordered, cut off or put in; exits 1 when there is one')
    .option('--heads <path>', 'heads published outside: a file of them, or the folder they were published to')
    .option('--json', 'print as JSON')
    .action(async (options: { heads?: string; json?: boolean }, command: Command) => {
      const anchors = options.heads === undefined ? [] : readNotes(options.heads);
      const found = await withKith(command, async (kith) => {
        await kith.logSeal.seal();
        return kith.logSeal.verify(anchors);
      });
      output.out(options.json === true ? JSON.stringify({ ...found, root: found.root.toString('base64') }, null, 2) : inWords(found));
      if (found.problems.length > 0) finish(1);
    });

  audit
    .command('unusual')
    .description('users whose looking stands out: many searches, many people nobody of theirs works with, many refusals; and refused sign-ins')
    .option('--days <n>', 'how far back', '7')
    .action(async (options: { days: string }, command: Command) => {
      const days = Number(options.days);
      if (!Number.isInteger(days) || days < 1 || days > 3650) throw new KithError('usage.invalid', `"${options.days}" is not a number of days.`);
      await withKith(command, async ({ access: { safety }, kernel }) => {
        const since = new Date(kernel.clock.now().getTime() - days * 86_400_000);
        const [looks, events] = await Promise.all([safety.unusual(since), safety.events.list(since, 10_000)]);
        output.out(unusualInWords(looks, events, days));
      });
    });

  exportCommand(audit, output);

  audit
    .command('heads')
    .description('print every signed head of the log, to be kept where this store cannot reach')
    .option('--out <file>', 'write them to a file')
    .option('--publish', 'publish the newest to the folder and partners configured, and print only who holds it')
    .action(async (options: { out?: string; publish?: boolean }, command: Command) => {
      await withKith(command, async (kith) => {
        await kith.logSeal.seal();
        if (options.publish === true) {
          const held = await kith.logSeal.publish();
          output.out(held.length === 0 ? 'Nowhere to publish to: set KITH_LOG_ANCHOR, KITH_LOG_WITNESSES or KITH_LOG_TIMESTAMP.' : held.join('\n'));
          return;
        }
        const notes = await kith.logSeal.heads();
        output.err(`Signed by ${kith.logSeal.signer.name}, Ed25519 public key ${kith.logSeal.signer.publicKey}`);
        if (options.out === undefined) output.out(notes.join('\n').trimEnd());
        else writeFileSync(options.out, notes.join('\n'));
      });
    });

  audit
    .command('prove')
    .argument('<log id>', 'id of a row of the log')
    .description('prove that one row is in the log that was signed, showing no other')
    .action(async (logId: string, _options: unknown, command: Command) => {
      if (!isUuid(logId)) throw new KithError('usage.invalid', `"${logId}" is not the id of a row of the log.`, { mend: 'Take it from "who viewed", or from "kith audit verify".' });
      const proof = await withKith(command, async (kith) => {
        await kith.logSeal.seal();
        return kith.logSeal.prove(logId.toLowerCase());
      });
      if (proof === null) throw new KithError('request.invalid', 'There is no such row in the log.');
      output.out(JSON.stringify(proof, null, 2));
    });
}

function readNotes(path: string): string[] {
  try {
    const files = statSync(path).isDirectory() ? globSync('*.head', { cwd: path }).sort().map((name) => join(path, name)) : [path];
    return files.flatMap((file) => splitHeads(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new KithError('usage.invalid', `${path} cannot be read.`, { mend: 'Give the file or folder that heads were published to.', cause });
  }
}

const kinds: Record<SealProblem['kind'], string> = {
  edited: 'Edited',
  removed: 'Removed',
  're-ordered': 'Moved',
  rewritten: 'Rewritten',
  unsealed: 'Put in',
  head: 'Head',
  truncated: 'Cut off',
  anchor: 'Published head',
  timestamp: 'Time-stamp',
};

const standsOut: Record<UnusualLooking['kind'], string> = { searches: 'searches in an hour', strangers: 'people nobody of theirs works with, in a day', refused: 'looks refused in a day' };
const refusals: ReadonlySet<string> = new Set(['code-refused', 'too-many', 'unknown-user']);

function unusualInWords(looks: readonly UnusualLooking[], events: readonly SignInEvent[], days: number): string {
  const rows = looks.map(({ userName, times, kind, from }) => [userName, times, standsOut[kind], from.toISOString().slice(0, 16).replace('T', ' ')]);
  const refused = events.filter(({ kind }) => refusals.has(kind)).map(({ at, userId, kind, detail, address }) => [userId ?? '(nobody named)', kind, detail, address, at.toISOString().slice(0, 16).replace('T', ' ')]);
  return [
    rows.length === 0 ? `Nobody’s looking stood out in the last ${plural(days, 'day')}.` : `${table(['User', 'Times', 'What', 'From (UTC)'], rows)}\n\nIt is a place to begin asking, not a finding.`,
    ...(refused.length === 0 ? [] : [table(['User', 'Refused', 'What', 'Address', 'At (UTC)'], refused.slice(0, 50))]),
  ].join('\n\n');
}

function inWords(found: Verification): string {
  const held = `${plural(found.sealed, 'row')} under ${plural(found.heads, 'signed head')}${found.anchors === 0 ? '' : `, held against ${plural(found.anchors, 'head')} published outside`}${found.timeStamps.checked === 0 ? '' : `, with ${plural(found.timeStamps.checked, 'time-stamp')}`}. Root ${found.root.toString('base64')}`;
  if (found.problems.length === 0) return `The log is whole: ${held}${found.anchors === 0 ? '\nWithout heads published outside (--heads), an end cut off together with its heads cannot be seen.' : ''}${found.timeStamps.unchecked === 0 ? '' : `\n${plural(found.timeStamps.unchecked, 'time-stamp')} not checked: set KITH_LOG_TIMESTAMP_CERTIFICATES.`}`;
  const rows = found.problems.map((p) => [kinds[p.kind], p.seq ?? '', p.logId ?? '', p.says]);
  return `The log is NOT whole: ${held}\n\n${table(['What', 'Row', 'Log id', 'Found'], rows)}${found.more ? '\nThere is more of the same.' : ''}`;
}
