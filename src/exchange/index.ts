export { createDoors, type Doors } from './doors.ts';
export { noticesSchema, readNotices } from './notice-definition.ts';
export { createNotices, type Notices } from './notices.ts';
