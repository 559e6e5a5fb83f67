export type { Consent, Device, DeviceState, FreshDevice, Point, SeriesRequest, Silence } from './types.ts';
export { isMetric, metrics, type Measured, type Metric } from './metrics.ts';
export { devicesOf, freshHomes, series, silences } from './series.store.ts';
export { openHomes, sensorCategory } from './open.ts';
export { codecs, decode, findCodec, readBase64, readHex, type Codec, type Decoded } from './codecs/index.ts';
export { createSensors, type LoadedReading, type Sensors } from './sensors.ts';
export { readSensorDefinitions } from './definitions/index.ts';
