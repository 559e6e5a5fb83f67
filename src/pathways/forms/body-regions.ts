/** Places on the body that a body map marks, as they are said of the person's own left and right. */
export const bodyRegions = {
  head: 'Head', face: 'Face', 'left-ear': 'Left ear', 'right-ear': 'Right ear', neck: 'Neck', 'left-shoulder': 'Left shoulder', 'right-shoulder': 'Right shoulder',
  chest: 'Chest', abdomen: 'Abdomen', 'upper-back': 'Upper back', 'lower-back': 'Lower back', sacrum: 'Sacrum', 'left-hip': 'Left hip', 'right-hip': 'Right hip',
  'left-buttock': 'Left buttock', 'right-buttock': 'Right buttock', groin: 'Groin', 'left-upper-arm': 'Left upper arm', 'right-upper-arm': 'Right upper arm',
  'left-elbow': 'Left elbow', 'right-elbow': 'Right elbow', 'left-forearm': 'Left forearm', 'right-forearm': 'Right forearm', 'left-hand': 'Left hand', 'right-hand': 'Right hand',
  'left-thigh': 'Left thigh', 'right-thigh': 'Right thigh', 'left-knee': 'Left knee', 'right-knee': 'Right knee', 'left-lower-leg': 'Left lower leg', 'right-lower-leg': 'Right lower leg',
  'left-ankle': 'Left ankle', 'right-ankle': 'Right ankle', 'left-heel': 'Left heel', 'right-heel': 'Right heel', 'left-foot': 'Left foot', 'right-foot': 'Right foot',
} as const;
export type BodyRegion = keyof typeof bodyRegions;
