import type { FeedDefinition } from '../definition.ts';
import { csvReader } from './csv.ts';
import { fhirReader } from './fhir.ts';
import { hl7v2Reader } from './hl7v2.ts';
import type { FormatReader } from './reader.ts';
import { typedReader } from './typed.ts';
import { xmlReader } from './xml.ts';

type Kind = FeedDefinition['format']['kind'];

/** A reader without the type of its nodes: only the same reader's compiled paths ever see them. */
const untyped = <N>(reader: FormatReader<N>): FormatReader => reader as unknown as FormatReader;

const readers: Readonly<Record<Kind, FormatReader>> = {
  csv: untyped(csvReader),
  hl7v2: untyped(hl7v2Reader),
  'fhir-r4': untyped(fhirReader),
  xml: untyped(xmlReader),
  typed: untyped(typedReader),
};

/** The reader of a kind of file. */
export const readerOf = (kind: Kind): FormatReader => readers[kind];
