export { createDoors, type Doors } from './doors.ts';
