/**
 * The VTT mould growth index, 0 (none) to 6 (covered): Hukka and Viitanen 1999 (Wood Science and Technology 33), with the
 * classes of material of Ojanen et al. 2010. Index 1 is first growth seen under a microscope, 3 is growth the eye sees.
 */
export const mouldClasses = {
  'very-sensitive': { a: 1, b: 7, c: 2, least: 80, young: 1, grown: 2 },
  sensitive: { a: 0.3, b: 6, c: 1, least: 80, young: 0.578, grown: 0.386 },
  medium: { a: 0, b: 5, c: 1.5, least: 85, young: 0.072, grown: 0.097 },
  resistant: { a: 0, b: 3, c: 1, least: 85, young: 0.033, grown: 0.014 },
} as const;
export type MouldClass = keyof typeof mouldClasses;

/** State of a surface: its index, and for how many hours it has been too dry or cold to grow. */
export interface MouldState {
  index: number;
  dryHours: number;
}

export const noMould: MouldState = { index: 0, dryHours: 0 };

/** RH (%) above which mould grows at this temperature. The term in T is minus 3.13: one published port has it plus, and never lets anything grow. */
export function criticalHumidity(temperature: number, least = 80): number {
  if (temperature > 20) return least;
  return Math.max(least, -0.00267 * temperature ** 3 + 0.16 * temperature ** 2 - 3.13 * temperature + 100);
}

/** The index growth tends to at this temperature and surface RH. */
export function mouldCeiling(temperature: number, humidity: number, kind: MouldClass): number {
  const { a, b, c, least } = mouldClasses[kind];
  const critical = criticalHumidity(temperature, least);
  const x = (critical - humidity) / (critical - 100);
  return Math.max(0, a + b * x - c * x * x);
}

/** Growth of the index a day, before the class of material slows it: planed pine (W = 0, SQ = 0). */
function growth(temperature: number, humidity: number): number {
  return 1 / (7 * Math.exp(-0.68 * Math.log(temperature) - 13.9 * Math.log(humidity) + 66.02));
}

const grows = (temperature: number, humidity: number, least: number): boolean => temperature > 0 && temperature <= 50 && humidity >= criticalHumidity(temperature, least) && humidity > 0;

/** Decline of the index a day: quick in the first six hours of dryness, none until a day has passed, then slow. */
const decline = (dryHours: number): number => (dryHours <= 6 ? -0.032 : dryHours <= 24 ? 0 : -0.016);

/** The state of a surface after `hours` at this temperature (°C) and RH (%) of the surface itself. */
export function mouldAfter(state: MouldState, temperature: number, humidity: number, hours: number, kind: MouldClass): MouldState {
  const { young, grown, least } = mouldClasses[kind];
  if (!grows(temperature, humidity, least)) {
    const dryHours = state.dryHours + hours;
    return { index: Math.max(0, state.index + (decline(dryHours) * hours) / 24), dryHours };
  }
  const k1 = state.index < 1 ? young : grown;
  const k2 = Math.max(1 - Math.exp(2.3 * (state.index - mouldCeiling(temperature, humidity, kind))), 0);
  return { index: Math.min(6, state.index + (growth(temperature, humidity) * k1 * k2 * hours) / 24), dryHours: 0 };
}
