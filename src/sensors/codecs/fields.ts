/** What a decoder makes of a payload, under the names its maker gives. */
export type Decoded = Record<string, unknown>;

/** A run of bytes of fixed length and what it says. Numbers are divided, never multiplied, so that 308 tenths are 30.8. */
export interface Field {
  size: number;
  read(view: DataView, at: number): Decoded;
}

type Order = 'little' | 'big';
const isLittle = (order: Order): boolean => order === 'little';

export const uint8 = (name: string, per = 1): Field => ({ size: 1, read: (view, at) => ({ [name]: view.getUint8(at) / per }) });
export const int8 = (name: string): Field => ({ size: 1, read: (view, at) => ({ [name]: view.getInt8(at) }) });
export const uint16 = (name: string, order: Order, per = 1): Field => ({ size: 2, read: (view, at) => ({ [name]: view.getUint16(at, isLittle(order)) / per }) });
export const int16 = (name: string, order: Order, per = 1): Field => ({ size: 2, read: (view, at) => ({ [name]: view.getInt16(at, isLittle(order)) / per }) });
export const uint32 = (name: string, order: Order, per = 1): Field => ({ size: 4, read: (view, at) => ({ [name]: view.getUint32(at, isLittle(order)) / per }) });
export const int32 = (name: string, order: Order, per = 1): Field => ({ size: 4, read: (view, at) => ({ [name]: view.getInt32(at, isLittle(order)) / per }) });

/** A byte that stands for a word; any value not listed is `otherwise`. */
export const word = (name: string, words: Readonly<Record<number, string>>, otherwise: string): Field => ({
  size: 1,
  read: (view, at) => ({ [name]: words[view.getUint8(at)] ?? otherwise }),
});

export const hex = (name: string, size: number): Field => ({ size, read: (view, at) => ({ [name]: Buffer.from(view.buffer, view.byteOffset + at, size).toString('hex') }) });

/** Fields one after another. */
export const sequence = (...fields: readonly Field[]): Field => ({
  size: fields.reduce((sum, field) => sum + field.size, 0),
  read(view, at) {
    const decoded: Decoded = {};
    let next = at;
    for (const field of fields) {
      Object.assign(decoded, field.read(view, next));
      next += field.size;
    }
    return decoded;
  },
});

/** One of a list, as entries of a device's own log are; each found is added to those before it. */
export const entry = (name: string, field: Field): Field => ({ size: field.size, read: (view, at) => ({ [name]: [field.read(view, at)] }) });

export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Adds what a field said to what was said before it; a list grows. */
export function merge(into: Decoded, more: Decoded): void {
  for (const [name, value] of Object.entries(more)) {
    const before = into[name];
    into[name] = Array.isArray(before) && Array.isArray(value) ? [...(before as unknown[]), ...(value as unknown[])] : value;
  }
}

export const hexByte = (value: number): string => `0x${value.toString(16).padStart(2, '0').toUpperCase()}`;
