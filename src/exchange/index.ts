export { createDoors, type Doors } from './doors.ts';
export { noticesSchema, readNotices } from './notice-definition.ts';
export { numbersFile, readNumbered, upheld } from './opt-out.ts';
export { createNotices, type Notices } from './notices.ts';
export { createDischarge, type Discharge, type HeardMessage, type Received } from './discharge/discharge.ts';
export { dischargeSchema, readDischarge } from './discharge/definition.ts';
export { doorOf } from './discharge/reply-door.ts';
