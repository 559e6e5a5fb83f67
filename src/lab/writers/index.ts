import type { Writer } from '../world.ts';
import { cinCensus } from './cin-xml.ts';
import { gpPatients } from './fhir.ts';
import { hospitalAdt } from './hl7v2.ts';
import { ssda903 } from './ssda903.ts';

/** Every feed the borough's agencies send, in the order their files are written. */
export const writers: readonly Writer[] = [cinCensus, ssda903, hospitalAdt, gpPatients];
