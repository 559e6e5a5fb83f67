/**
 * Air, moisture and surfaces. Temperatures in °C, relative humidity (RH) in %, vapour pressure in hPa.
 * Saturation pressure is the Magnus formula with the coefficients of WMO-No. 8 (CIMO guide), over water.
 */
const magnus = { e0: 6.112, a: 17.62, b: 243.12 };

/** Saturation vapour pressure over water, hPa. */
export const saturationPressure = (temperature: number): number => magnus.e0 * Math.exp((magnus.a * temperature) / (magnus.b + temperature));

/** Vapour pressure of air, hPa. */
export const vapourPressure = (temperature: number, humidity: number): number => (humidity / 100) * saturationPressure(temperature);

/** Temperature at which this air would be saturated, °C. */
export function dewPoint(temperature: number, humidity: number): number {
  const g = Math.log(vapourPressure(temperature, humidity) / magnus.e0);
  return (magnus.b * g) / (magnus.a - g);
}

/** How much more vapour is inside than outside, hPa: what a household adds and ventilation does not take away. */
export const vapourExcess = (inside: { temperature: number; humidity: number }, outside: { temperature: number; humidity: number }): number =>
  vapourPressure(inside.temperature, inside.humidity) - vapourPressure(outside.temperature, outside.humidity);

/** Water in the air, g/m³ (ideal gas, 461.5 J/kg K). */
export const absoluteHumidity = (temperature: number, humidity: number): number => (216.7 * vapourPressure(temperature, humidity)) / (temperature + 273.15);

/** Temperature of an inner surface whose temperature factor is `fRsi` (ISO 13788), °C. */
export const surfaceTemperature = (inside: number, outside: number, fRsi: number): number => outside + fRsi * (inside - outside);

/** RH at an inner surface at `surface` °C of air at `temperature` and `humidity`; at most 100, where it condenses. */
export const surfaceHumidity = (temperature: number, humidity: number, surface: number): number => Math.min(100, (100 * vapourPressure(temperature, humidity)) / saturationPressure(surface));
