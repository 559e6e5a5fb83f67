import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { demoFeed, readFileWith, refusal, scratchFile } from '../../../tests/support/reading.ts';
import { escape, unescape, type Separators } from './hl7v2/escapes.ts';
import { parseMessage } from './hl7v2/message.ts';
import { compileEach, compilePath, type Hl7Node } from './hl7v2/path.ts';
import { hl7v2Reader } from './hl7v2.ts';

const separators: Separators = { field: '|', component: '^', repetition: '~', escape: '\\', subcomponent: '&' };
const feed = demoFeed('hospital-adt');
const msh = (event = 'A28', charset = 'UNICODE'): string => `MSH|^~\\&|PAS|RZ9|KITH|RZ9|20261101||ADT^${event}^ADT_A05|1|P|2.4|||||GBR|${charset}|EN`;
const message = (pid: string, event?: string): string => `${msh(event)}\nEVN||20261101\n${pid}`;

function node(text: string): Hl7Node {
  const parsed = parseMessage(text);
  if ('reason' in parsed) throw new Error(parsed.reason);
  return { message: parsed, focus: null };
}
const values = (path: string, text: string): string[] => compilePath(path)(node(text));

describe('HL7 paths', () => {
  const text = message('PID|1||56001^^^RZ9&X^PI~9990000018^^^NHS^NH||VAN DEN BERG&VAN DEN&BERG^ANNA^M~BERG^^^^^^M|""|19431102\nNK1|1|DOE^JO|SON\nNK1|2|ROE^FLO|DAU\nZU1|a|b|c');

  it.each([
    ['PID-3.1', ['56001', '9990000018']],
    ['PID-3[NHS].1', ['9990000018']],
    ['PID-3[NH].1', ['9990000018']],
    ['PID-3[4=RZ9].1', ['56001']],
    ['PID-3[4!=NHS].1', ['56001']],
    ['PID-3[#2].1', ['9990000018']],
    ['PID-3[#1].4.2', ['X']],
    ['PID-3', ['56001', '9990000018']],
    ['PID-5.1', ['VAN DEN BERG', 'BERG']],
    ['PID-5.1.3', ['BERG']],
    ['PID-5[7=M].1', ['BERG']],
    ['PID-6', []],
    ['PID-7', ['19431102']],
    ['PID-40', []],
    ['PV1-2', []],
    ['NK1-3', ['SON', 'DAU']],
    ['ZU1-3', ['c']],
    ['MSH-9.2', ['A28']],
    ['MSH-1', ['|']],
    ['MSH-2', ['^~\\&']],
  ])('%s', (path, expected) => expect(values(path, text)).toEqual(expected));

  it('repeats over segments and over the repetitions of a field, the rest of the message in sight', () => {
    const both = (each: string, ...paths: string[]): string[][] => compileEach(each)(node(text)).map((n) => paths.flatMap((p) => compilePath(p)(n)));
    expect(both('NK1', 'NK1-2.1', 'PID-7')).toEqual([['DOE', '19431102'], ['ROE', '19431102']]);
    expect(both('PID-3', 'PID-3.1', 'NK1-3')).toEqual([['56001', 'SON', 'DAU'], ['9990000018', 'SON', 'DAU']]);
    expect(both('PID-5[7=M]', 'PID-5.1')).toEqual([['BERG']]);
  });

  it.each(['pid-5', 'PID', 'PID-0', 'PID-5.0', 'PID-5[]', 'PID-3[4~NHS]', 'PID-5.1.2.3'])('refuses %s', (path) => expect(() => compilePath(path)).toThrow(/path|choose|count/));

  it('reads a message under separators of its own', () => {
    const own = 'MSH$*%!?$PAS$$$$$$ADT*A28$1$P$2.4\nPID$1$$7*?*$$O!F!HARA*A%B';
    expect(values('PID-5.1', own)).toEqual(['O$HARA', 'B']);
    expect(values('MSH-9.2', own)).toEqual(['A28']);
  });
});

describe('HL7 escapes', () => {
  it.each([
    ['a\\F\\b\\S\\c\\T\\d\\R\\e\\E\\f', 'a|b^c&d~e\\f'],
    ['one\\.br\\two', 'one\ntwo'],
    ['\\X41C3A9\\', 'Aé'],
    ['\\X00\\x', 'x'],
    ['\\H\\bold\\N\\', 'bold'],
    ['\\Zlocal\\', '\\Zlocal\\'],
    ['C:\\temp and \\T\\', 'C:\\temp and &'],
    ['lone \\', 'lone \\'],
  ])('%s', (written, read) => expect(unescape(written, separators)).toBe(read));

  it('reads back whatever was written, and no separator survives in what was written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const written = escape(text, separators);
        expect(unescape(written, separators)).toBe(text);
        expect(written).not.toMatch(/[|^~&\r\n]/);
      }),
      { numRuns: 200 },
    );
  });

  it('keeps any text whole through a message', () => {
    const word = fc.string({ minLength: 1, maxLength: 30 }).map((s) => s.trim()).filter((s) => s !== '' && s !== '""');
    fc.assert(
      fc.property(fc.array(fc.array(word, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 }), (repetitions) => {
        const field = repetitions.map((components) => components.map((c) => escape(c, separators)).join('^')).join('~');
        const parsed = node(message(`PID|1||k||${field}`));
        repetitions.forEach((components, r) => components.forEach((component, c) => expect(compilePath(`PID-5[#${r + 1}].${c + 1}`)(parsed)).toEqual([component])));
      }),
      { numRuns: 200 },
    );
  });
});

describe('HL7 files', () => {
  it('reads a batch: each message with its event, line and text', async () => {
    const { items } = await readFileWith(hl7v2Reader, 'tests/fixtures/hl7v2/visits.hl7', feed);
    expect(items.map((i) => ('type' in i ? i.type : i.rejected))).toEqual(['A28', 'A01', 'A02', 'A12', 'A03', 'A13', 'A01', 'A11', 'A04', 'A40', 'A17', 'A31']);
    expect(items[1]).toMatchObject({ line: 11 });
    expect(items[1]?.raw).toMatch(/^MSH[^]*\nZU4\|[^\n]*$/);
  });

  it('reads each record again from its own text', async () => {
    const { items } = await readFileWith(hl7v2Reader, 'tests/fixtures/hl7v2/visits.hl7', feed);
    for (const item of items) expect(hl7v2Reader.reread(item.raw, item.line, feed, {})).toEqual(item);
  });

  it('reads messages without a batch, by the character set each declares, MLLP framing or not', async () => {
    const { items } = await readFileWith(hl7v2Reader, 'tests/fixtures/hl7v2/bare.hl7', feed);
    expect(items.map((i) => ('node' in i ? compilePath('PID-5.1')(i.node) : i.rejected))).toEqual([['MUÑOZ'], ['SLAWA']]);
    expect(items.map((i) => i.line)).toEqual([1, 4]);
  });

  it('goes on from a checkpoint with nothing lost or read twice', async () => {
    const many = Array.from({ length: 6000 }, (_, i) => message(`PID|1||${i}^^^RZ9^PI||SMITH^ANN|padding padding padding padding padding padding padding padding padding padding padding padding padding padding`)).join('\r\n');
    const file = scratchFile('many.hl7', `FHS|^~\\&\r\nBHS|^~\\&\r\n${many}\r\nBTS|6000\r\nFTS|1\r\n`);
    const whole = await readFileWith(hl7v2Reader, file, feed);
    expect(whole.items).toHaveLength(6000);
    expect(whole.checkpoints.length).toBeGreaterThan(1);
    const rest = await readFileWith(hl7v2Reader, file, feed, whole.checkpoints[0]);
    expect(rest.items).toEqual(whole.items.slice(-rest.items.length));
    expect(rest.items.length).toBeLessThan(6000);
  });

  it('sets one bad message aside, with its line and segment, and reads the rest', async () => {
    const file = scratchFile('bad.hl7', [message('PID|1||1^^^RZ9^PI||A'), `${message('PID|1||2^^^RZ9^PI||B')}\nnot a segment`, message('PID|1||3^^^RZ9^PI||C'), `${msh('A28', '8859/99')}\nPID|1||4||É`, msh('').replace('ADT^', '')].join('\n'));
    const { items } = await readFileWith(hl7v2Reader, file, feed);
    expect(items.filter((i) => 'type' in i)).toHaveLength(2);
    expect(items.flatMap((i) => (i.rejected ? [{ line: i.line, ...i.rejected }] : []))).toMatchObject([
      { line: 7, code: 'hl7.segment' },
      { line: 11, field: 'MSH-18', code: 'hl7.charset' },
      { line: 13, field: 'MSH-9', code: 'hl7.event' },
    ]);
  });

  it('makes one record of each pair that a merge names', async () => {
    const file = scratchFile('merge.hl7', `${msh('A40')}\nEVN||20261101\nPID|1||1^^^RZ9^PI||A\nMRG|2\nPID|2||3^^^RZ9^PI||B\nPD1\nMRG|4\n`);
    const { items } = await readFileWith(hl7v2Reader, file, feed);
    expect(items.map((i) => ('node' in i ? ['PID-3', 'MRG-1', 'EVN-2'].flatMap((p) => compilePath(p)(i.node)) : i.rejected))).toEqual([['1', '2', '20261101'], ['3', '4', '20261101']]);
  });

  it('names messages of other kinds apart from admissions', async () => {
    const file = scratchFile('oru.hl7', `${msh().replace('ADT^A28^ADT_A05', 'ORU^R01^ORU_R01')}\nPID|1||1||A`);
    const { items } = await readFileWith(hl7v2Reader, file, feed);
    expect(items).toMatchObject([{ type: 'ORU_R01' }]);
  });

  const one = message('PID|1||1^^^RZ9^PI||A');
  it.each([
    ['no trailer', `FHS|^~\\&\nBHS|^~\\&\n${one}\n`, /cut short: the BHS at line 2 has no BTS/],
    ['a count that is not met', `BHS|^~\\&\n${one}\nBTS|2\n`, /cut short: the BTS at line 5 counts 2 messages, but there are 1/],
    ['a file count that is not met', `FHS|^~\\&\nBHS|^~\\&\n${one}\nBTS|1\nFTS|2\n`, /counts 2 batches, but there are 1/],
    ['a trailer without its header', `${one}\nBTS|1\n`, /closes nothing/],
    ['an MLLP block left open', `\x0b${one}\r`, /cut short: its last MLLP block/],
    ['no HL7', 'id,name\n1,Smith\n', /not HL7 version 2: line 1 begins with "id,name"/],
    ['nothing', '', /holds no message/],
    ['UTF-16', Buffer.from(`\uFEFF${one}`, 'utf16le'), /UTF-16/],
    ['a zero byte', `${one}\0\n`, /zero byte/],
    ['a field of 10 MB', `${one}\nOBX|1|${'x'.repeat(10_000_000)}\n`, /segment at line 4 is longer than 1,000,000/],
    ['a message without end', `${one}\n${`OBX|1|${'x'.repeat(900_000)}\n`.repeat(6)}`, /message at line 1 is longer than 5,000,000/],
  ])('refuses a file with %s', async (_what, content, why) => expect(await refusal(hl7v2Reader, scratchFile('f.hl7', content), feed)).toMatch(why));

  it('rejects a message that is not in the character set it declares', async () => {
    const file = scratchFile('wrong.hl7', Buffer.from(`${one.replace('||A', '||ZO\xcb')}\n`, 'latin1'));
    const { items } = await readFileWith(hl7v2Reader, file, feed);
    expect(items).toMatchObject([{ rejected: { field: 'MSH-18', reason: expect.stringContaining('not valid UTF-8') as string } }]);
  });
});
