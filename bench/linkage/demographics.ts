import type { Demographics } from '../../src/kernel/index.ts';

/** A row of the bench's people as a feed would say it. */
export function demographicsOf(r: Record<string, string>): Demographics {
  return {
    ...(r.nhs_number === '' ? {} : { nhsNumber: r.nhs_number! }),
    given: [r.given_name!, r.middle_name!],
    family: r.surname!,
    birthDate: r.date_of_birth!,
    gender: r.sex === 'f' ? 'female' : r.sex === 'm' ? 'male' : 'unknown',
    addresses: [{ lines: [r.address!, r.town!], postcode: r.postcode! }],
    phones: [r.phone!],
    emails: [r.email!],
  };
}
