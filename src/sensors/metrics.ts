/** What a reading may be of: its id, its unit (UCUM) and its words. A codec or a mapping names only these. */
export const metrics = {
  temperature: { unit: 'Cel', name: 'Temperature', shown: '°C' },
  /** Of a probe outside the device: a pipe, a fridge, out of doors. */
  probe_temperature: { unit: 'Cel', name: 'Temperature of the probe', shown: '°C' },
  humidity: { unit: '%', name: 'Relative humidity', shown: '%' },
  co2: { unit: '[ppm]', name: 'Carbon dioxide', shown: 'ppm' },
  tvoc: { unit: '1', name: 'Volatile compounds (index)', shown: '' },
  pm2_5: { unit: 'ug/m3', name: 'Fine particles (PM2.5)', shown: 'µg/m³' },
  pm10: { unit: 'ug/m3', name: 'Particles (PM10)', shown: 'µg/m³' },
  formaldehyde: { unit: 'mg/m3', name: 'Formaldehyde', shown: 'mg/m³' },
  ozone: { unit: '[ppm]', name: 'Ozone', shown: 'ppm' },
  pressure: { unit: 'hPa', name: 'Air pressure', shown: 'hPa' },
  light: { unit: 'lx', name: 'Light', shown: 'lx' },
  sound: { unit: 'dB', name: 'Sound level', shown: 'dB' },
  motion: { unit: '{count}', name: 'Movement', shown: '' },
  occupancy: { unit: '1', name: 'Occupied', shown: '' },
  contact: { unit: '1', name: 'Door or window open', shown: '' },
  leak: { unit: '1', name: 'Water leak', shown: '' },
  button: { unit: '1', name: 'Button pressed', shown: '' },
  tamper: { unit: '1', name: 'Taken from its place', shown: '' },
  count: { unit: '{count}', name: 'Count', shown: '' },
  distance: { unit: 'mm', name: 'Distance', shown: 'mm' },
  acceleration: { unit: 'm/s2', name: 'Acceleration', shown: 'm/s²' },
  power: { unit: 'W', name: 'Power', shown: 'W' },
  energy: { unit: 'kW.h', name: 'Energy', shown: 'kWh' },
  current: { unit: 'A', name: 'Current', shown: 'A' },
  voltage: { unit: 'V', name: 'Voltage', shown: 'V' },
  battery: { unit: '%', name: 'Battery', shown: '%' },
  battery_voltage: { unit: 'V', name: 'Battery voltage', shown: 'V' },
  heart_rate: { unit: '/min', name: 'Heart rate', shown: 'a minute' },
  respiration: { unit: '/min', name: 'Breathing rate', shown: 'a minute' },
  steps: { unit: '{count}', name: 'Steps', shown: '' },
  in_bed: { unit: '1', name: 'In bed', shown: '' },
  alarm: { unit: '1', name: 'Alarm', shown: '' },
} as const satisfies Record<string, { unit: string; name: string; shown: string }>;

export type Metric = keyof typeof metrics;

export const isMetric = (id: string): id is Metric => Object.hasOwn(metrics, id);

/** One measured value. */
export interface Measured {
  metric: Metric;
  value: number;
  /** What a number cannot say: the code of an alarm. */
  detail?: string;
  /** When it was measured, where the device kept it and sent it later; otherwise with the uplink. */
  at?: Date;
}
