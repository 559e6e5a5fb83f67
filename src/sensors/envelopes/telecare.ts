import { SaxesParser } from 'saxes';
import { plainCode, type Dialect, type Telecare } from '../definitions/telecare.ts';
import type { Measured } from '../metrics.ts';
import { refused } from './guard.ts';
import { readDevEui, type Uplink } from './message.ts';

const limits = { bytes: 16 * 1024, depth: 8, elements: 200 } as const;

/** Every element and attribute of a message by its name, whatever their order, with the first text each has. */
function readFields(body: Uint8Array, dialect: Dialect): Map<string, string> {
  if (body.byteLength === 0) throw refused('The alarm is empty.', 'Send the message as XML.');
  if (body.byteLength > limits.bytes) throw refused(`The alarm has ${body.byteLength.toLocaleString('en-GB')} bytes; at most ${limits.bytes.toLocaleString('en-GB')} are read.`, 'Send one message at a time.');
  const fields = new Map<string, string>();
  const open: string[] = [];
  let elements = 0;
  const keep = (name: string, text: string): void => {
    const value = text.trim();
    if (value !== '' && !fields.has(name)) fields.set(name, value);
  };
  const local = (name: string): string => name.slice(name.indexOf(':') + 1);
  const sax = new SaxesParser({ xmlns: false });
  sax.on('doctype', () => {
    throw refused('The alarm has a DOCTYPE, which can carry an attack.', 'Send the message without one.');
  });
  sax.on('error', (error) => {
    throw refused(`The alarm is not well-formed XML: ${error.message}`, 'Check what the unit or its receiver sends.');
  });
  sax.on('opentag', (tag) => {
    const name = local(tag.name);
    if (open.length === 0 && name !== dialect.root) throw refused(`The alarm begins with "${name.slice(0, 60)}" where "${dialect.root}" was expected.`, `Send ${dialect.title} to this address.`);
    open.push(name);
    elements += 1;
    if (open.length > limits.depth || elements > limits.elements) throw refused('The alarm is nested or repeated beyond what any is.', 'Check what the unit or its receiver sends.');
    for (const [key, value] of Object.entries(tag.attributes)) keep(local(key), value);
  });
  const onText = (text: string): void => {
    const name = open.at(-1);
    if (name !== undefined) keep(name, text);
  };
  sax.on('text', onText);
  sax.on('cdata', onText);
  sax.on('closetag', () => void open.pop());
  try {
    sax.write(new TextDecoder('utf-8', { fatal: true }).decode(body)).close();
  } catch (error) {
    if (error instanceof TypeError) throw refused('The alarm is not UTF-8.', 'Send XML in UTF-8.');
    throw error;
  }
  if (elements === 0) throw refused('The alarm is not XML.', 'Check what the unit or its receiver sends.');
  return fields;
}

/**
 * Reads a telecare alarm, as SCAIP (SS 91100, TS 50134-9) and its like write them. A code that the area does not list is
 * an alarm all the same, and kept by its number: none is lost for want of a table.
 */
export function readTelecare(body: Uint8Array, telecare: Telecare, dialect: Dialect): Uplink[] {
  const fields = readFields(body, dialect);
  const said = (name: string | undefined): string | null => (name === undefined ? null : (fields.get(name) ?? null));
  const controller = dialect.controller.map(said).find((value) => value !== null);
  if (controller === undefined || controller === null) throw refused(`The alarm does not say which unit it is of: ${dialect.controller.join(' or ')} is missing.`, 'Set the unit number on the unit or its receiver.');
  const type = said(dialect.messageType)?.toUpperCase() ?? null;
  const heartbeat = type !== null && Object.entries(telecare.messageTypes).some(([name, is]) => name.toUpperCase() === type && is === 'heartbeat');
  const code = said(dialect.status);
  const plain = code === null ? null : plainCode(code);
  const status = telecare.statuses.find((s) => s.code === plain) ?? null;
  const nameOf = (list: Telecare['locations'], value: string | null): string | null => (value === null ? null : (list.find((x) => x.code === plainCode(value))?.name ?? plainCode(value)));
  const reference = said(dialect.reference);
  const devEui = readDevEui(controller);
  const alarm: Measured[] = status?.kind === 'technical' ? [] : [{ metric: 'alarm', value: status?.kind === 'cleared' ? 0 : 1, detail: status?.id ?? (plain === null ? 'unlisted' : `unlisted-${plain.toLowerCase()}`) }];
  const object = {
    reference, type, status: status?.name ?? plain, code: plain, device: nameOf(telecare.deviceTypes, said(dialect.deviceType)), location: nameOf(telecare.locations, said(dialect.location)),
  };
  return [
    {
      devEui,
      at: null,
      identity: `${devEui}/${reference ?? JSON.stringify([...fields].toSorted(([a], [b]) => (a < b ? -1 : 1)))}`,
      sameWithin: reference === null ? 60 : 3600,
      kind: heartbeat ? 'status' : 'alarm',
      spoke: true,
      fPort: null,
      fCnt: null,
      payload: body,
      measured: heartbeat ? [] : alarm,
      object: Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null)),
      radio: null,
      power: status?.battery === undefined ? null : { battery: status.battery, volts: null },
      note: heartbeat ? 'heartbeat' : null,
    },
  ];
}

/** What the sender is told once the alarm is kept; null where its dialect has no answer. */
export function answerTelecare(dialect: Dialect, uplink: Pick<Uplink, 'object'>): string | null {
  if (dialect.answer === undefined) return null;
  const { root, reference, status, ok } = dialect.answer;
  const escape = (text: string): string => text.replace(/[<>&"']/g, (c) => `&#${c.charCodeAt(0)};`);
  const named = typeof uplink.object?.reference === 'string' ? `<${reference}>${escape(uplink.object.reference)}</${reference}>` : '';
  return `<?xml version="1.0" encoding="UTF-8"?><${root}>${named}<${status}>${escape(ok)}</${status}></${root}>`;
}
