import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { demoFeed, readFileWith, refusal, scratchFile } from '../../../tests/support/reading.ts';
import { compileEach, compilePath } from './xml/path.ts';
import { rowsOf, type XmlNode } from './xml/rows.ts';
import { xmlReader } from './xml.ts';

const feed = demoFeed('cin-census');
const file2024 = 'tests/fixtures/cin/CIN_Census_2024.xml';
const census = (children: string, head = '<Header><Source><LEA>201</LEA></Source></Header>'): string => `<Message>${head}<Children>${children}</Children></Message>`;
const child = (id: string, rest = ''): string => `<Child><ChildIdentifiers><LAchildID>${id}</LAchildID></ChildIdentifiers>${rest}</Child>`;

async function nodes(file: string): Promise<XmlNode[]> {
  return (await readFileWith(xmlReader, file, feed)).items.flatMap((i) => ('node' in i ? [i.node] : []));
}

describe('XML paths', () => {
  it.each([
    ['ChildIdentifiers/LAchildID', ['DfEX0000001']],
    ['ChildCharacteristics/Disabilities/Disability', ['HAND', 'HEAR']],
    ['CINdetails/Assessments/FactorsIdentifiedAtAssessment/AssessmentFactors', ['1C', 'RB', '6B']],
    ['/Message/Header/Source/LEA', ['201']],
    ['/Other/Header', []],
    ['ChildIdentifiers', []],
    ['Nothing/Here', []],
    ['.', []],
  ])('%s', async (path, expected) => {
    const [first] = await nodes(file2024);
    expect(first && compilePath(path)(first)).toEqual(expected);
  });

  it('repeats, and reaches back to parents, attributes and the file’s head', async () => {
    const file = scratchFile('c.xml', census(`${child('1', '<c:CINdetails code=" a " xmlns:c="urn:x"><D>1</D><c:D>2</c:D></c:CINdetails><CINdetails code="b"><D>3</D></CINdetails>')}${child('2')}`));
    const [first] = await nodes(file);
    const inside = first ? compileEach('CINdetails/D')(first) : [];
    expect(inside.map((n) => ['.', '../@code', '../../ChildIdentifiers/LAchildID', '/Message/Header/Source/LEA'].map((p) => compilePath(p)(n)[0]))).toEqual([
      ['1', 'a', '1', '201'],
      ['2', 'a', '1', '201'],
      ['3', 'b', '1', '201'],
    ]);
  });

  it.each(['a//b', 'a/*', '//x', 'a[1]', 'a b', ''])('refuses %s', (path) => expect(() => compilePath(path)).toThrow(/path of element names/));
});

describe('XML files', () => {
  it('reads each row element, its line and its text as written', async () => {
    const { items } = await readFileWith(xmlReader, file2024, feed);
    expect(items.map((i) => [i.line, 'type' in i && i.type])).toEqual([[18, 'Child'], [73, 'Child']]);
    const text = readFileSync(file2024, 'utf8');
    for (const item of items) expect(item.raw).toBe(text.slice(text.indexOf(item.raw), text.indexOf(item.raw) + item.raw.length));
    expect(items[0]?.raw).toMatch(/^<Child>[^]*<\/Child>$/);
  });

  it('takes no notice of text that strays between elements', async () => {
    const [first] = await nodes('tests/fixtures/cin/CIN_Census_2026.xml');
    expect(first && compilePath('ChildIdentifiers/UPNunknown')(first)).toEqual(['UN3']);
    expect(first && compilePath('ChildIdentifiers/PersonBirthDate')(first)).toEqual(['2015-03-27']);
  });

  it('reads rows again from their own text, the head of their file in sight', async () => {
    const inspection = await xmlReader.inspect(file2024, feed);
    const { items } = await readFileWith(xmlReader, file2024, feed);
    for (const item of items) {
      const again = xmlReader.reread(item.raw, item.line, feed, inspection.head);
      if (!('node' in again) || !('node' in item)) throw new Error('not read');
      for (const path of ['CINdetails/CINreferralDate', '/Message/Header/CollectionDetails/ReferenceDate']) expect(compilePath(path)(again.node)).toEqual(compilePath(path)(item.node));
      expect(again).toMatchObject({ line: item.line, raw: item.raw });
    }
    expect(xmlReader.reread('<Child><a></Child>', 3, feed, {})).toMatchObject({ rejected: { code: 'xml.row' } });
  });

  it('goes on from a checkpoint, and holds no more of a large file than it must', async () => {
    const file = scratchFile('many.xml', census(Array.from({ length: 9000 }, (_, i) => child(`é${i}`, `<Note>${'n'.repeat(60)}</Note>`)).join('\n')));
    const whole = await readFileWith(xmlReader, file, feed);
    expect(whole.items).toHaveLength(9000);
    expect(whole.items[8999]).toMatchObject({ line: 9000, raw: child('é8999', `<Note>${'n'.repeat(60)}</Note>`) });
    const [checkpoint = {}] = whole.checkpoints;
    const rest = await readFileWith(xmlReader, file, feed, checkpoint);
    expect(rest.items.map((i) => i.raw)).toEqual(whole.items.slice(Number(checkpoint['rows'])).map((i) => i.raw));
    for await (const batch of rowsOf(file, 'Child', null)) expect(batch[0]?.node.parent?.children).toEqual([]);
  });

  it('keeps any text whole', async () => {
    const entities: Record<string, string> = { '<': '&lt;', '>': '&gt;', '&': '&amp;' };
    const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).map((s) => s.trim()).filter((s) => s !== '');
    await fc.assert(
      fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 5 }), async (words) => {
        const file = scratchFile('w.xml', census(words.map((w) => child(w.replace(/[<>&]/g, (c) => entities[c] ?? c))).join('')));
        expect((await nodes(file)).flatMap((n) => compilePath('ChildIdentifiers/LAchildID')(n))).toEqual(words);
      }),
      { numRuns: 40 },
    );
  });

  const laughs = `<!DOCTYPE m [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>${census(child('&b;'))}`;
  it.each([
    ['a DOCTYPE', `<!DOCTYPE Message SYSTEM "file:///etc/passwd">${census(child('1'))}`, /DOCTYPE/],
    ['entities that multiply', laughs, /DOCTYPE/],
    ['an entity of its own', census(child('&secret;')), /not well-formed.*entity/],
    ['deep nesting', census(child('1', '<a>'.repeat(100_000))), /nested more than 32 deep/],
    ['a text of 10 MB', census(child('x'.repeat(10_000_000))), /text or tag longer than 1,000,000/],
    ['an attribute of 10 MB', census(child('1', `<a b="${'x'.repeat(10_000_000)}"/>`)), /text or tag longer than 1,000,000/],
    ['a row without end', census(child('1', '<a/>'.repeat(100_001))), /more than 100,000 elements/],
    ['its end cut off', census(child('1') + child('2')).slice(0, -30), /not well-formed/],
    ['tags that do not match', census('<Child><a></Child></a>'), /not well-formed/],
    ['another root', '<Return><Child/></Return>', /begins with the element "Return" where "Message" was expected/],
    ['no row', census(''), /no Child element/],
    ['no XML', 'CHILD,DOB\n1,2020', /not well-formed/],
    ['nothing', '', /not well-formed|no Child/],
    ['another encoding than it says', Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>${census(child('Zo\xeb'))}`, 'latin1'), /not valid UTF-8/],
    ['an encoding nobody knows', `<?xml version="1.0" encoding="KLINGON"?>${census(child('1'))}`, /encoding "KLINGON"/],
  ])('refuses a file with %s', async (_what, content, why) => {
    const started = performance.now();
    expect(await refusal(xmlReader, scratchFile('f.xml', content), feed)).toMatch(why);
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it.each([
    ['windows-1252', Buffer.from(`<?xml version="1.0" encoding="windows-1252"?>${census(child('Zo\xeb'))}`, 'latin1')],
    ['utf-16le', Buffer.from(`\uFEFF${census(child('Zoë'))}`, 'utf16le')],
    ['utf-8', Buffer.from(`\uFEFF<?xml version='1.0'?>${census(child('Zoë'))}`)],
  ])('reads %s', async (encoding, content) => {
    const file = scratchFile('f.xml', content);
    expect((await xmlReader.inspect(file, feed)).encoding).toBe(encoding);
    expect((await nodes(file)).flatMap((n) => compilePath('ChildIdentifiers/LAchildID')(n))).toEqual(['Zoë']);
  });
});
