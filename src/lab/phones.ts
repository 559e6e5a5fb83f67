/** London number from the range Ofcom keeps for drama: 020 7946 0000 to 0999. */
export const drama = (last: number): string => `020 7946 0${String(last % 1000).padStart(3, '0')}`;

/** Mobile number from the drama range 07700 900000 to 900999. Shared by many people at scale, as the range is small. */
export const dramaMobile = (last: number): string => `07700 900 ${String(last % 1000).padStart(3, '0')}`;
