export { makeDemoSensors } from './demo.ts';
export { drawHouse, simulateHouse, type HouseChange, type HouseModel } from './house.ts';
export { devicesOfHome, simulateHome, type SimHome } from './home.ts';
export type { Outage, SimDevice, SimReading } from './readings.ts';
export { drawCount, drawResident, simulateResident, type Absence, type HomeEvent, type ResidentChange, type ResidentModel } from './resident.ts';
export { toUplinks, type SimUplink } from './uplinks.ts';
export { simulateWeather, type OutsideHour, type Push } from './weather.ts';
