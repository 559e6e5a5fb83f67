import type { Writer } from '../world.ts';
import { cinCensus } from './cin-xml.ts';
import { clientLevelData } from './client-level-data.ts';
import { cqcLocations, odsOrganisations } from './directories.ts';
import { energyCertificates, postcodes } from './dwellings.ts';
import { gpPatients } from './fhir.ts';
import { ambulance, communityHealth, mentalHealth } from './health.ts';
import { hospitalAdt } from './hl7v2.ts';
import { alerts, arrears, repairs, tenancies } from './housing.ts';
import { police } from './police.ts';
import { attendance, exclusions } from './schools.ts';
import { ssda903 } from './ssda903.ts';

/** Every feed the borough's agencies send, in the order their files are written. */
export const writers: readonly Writer[] = [
  odsOrganisations, cqcLocations, postcodes, energyCertificates, gpPatients, hospitalAdt, clientLevelData, cinCensus, ssda903, tenancies, arrears, repairs, alerts, communityHealth, mentalHealth, police, attendance, exclusions, ambulance,
];
