export type { Consent, Device, DeviceState, FreshDevice, Point, SeriesRequest, Silence } from './types.ts';
export { isMetric, metrics, type Measured, type Metric } from './metrics.ts';
export { devicesOf, freshHomes, series, silences } from './series.store.ts';
export { openHomes, sensorCategory } from './open.ts';
