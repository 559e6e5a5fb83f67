/** Metres east and north on the British National Grid (OSGB36, EPSG:27700). */
export type GridPoint = readonly [east: number, north: number];

/** Airy 1830 and WGS84 ellipsoids, and the grid's constants: OS, "A guide to coordinate systems in Great Britain", annexes B and C. */
const airy = { a: 6_377_563.396, b: 6_356_256.909 };
const wgs84 = { a: 6_378_137, b: 6_356_752.3142 };
const grid = { scale: 0.9996012717, lat0: (49 * Math.PI) / 180, lon0: (-2 * Math.PI) / 180, east0: 400_000, north0: -100_000 };
/** WGS84 to OSGB36 as one Helmert transformation: metres, parts per million, seconds of arc. Good to some 5 m. */
const helmert = { tx: -446.448, ty: 125.157, tz: -542.06, s: 20.4894e-6, rx: -0.1502, ry: -0.247, rz: -0.8421 };

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Longitude and latitude (WGS84, degrees) as a point of the grid. */
export function toGrid(longitude: number, latitude: number): GridPoint {
  const [lat, lon] = shift(radians(latitude), radians(longitude));
  const { a, b } = airy;
  const e2 = 1 - (b * b) / (a * a);
  const n = (a - b) / (a + b);
  const { scale, lat0, lon0, east0, north0 } = grid;
  const sin = Math.sin(lat);
  const cos = Math.cos(lat);
  const tan2 = Math.tan(lat) ** 2;
  const nu = a * scale * (1 - e2 * sin * sin) ** -0.5;
  const rho = a * scale * (1 - e2) * (1 - e2 * sin * sin) ** -1.5;
  const eta2 = nu / rho - 1;
  const [d, s] = [lat - lat0, lat + lat0];
  const m =
    b * scale *
    ((1 + n + 1.25 * n * n + 1.25 * n ** 3) * d -
      (3 * n + 3 * n * n + 2.625 * n ** 3) * Math.sin(d) * Math.cos(s) +
      (1.875 * n * n + 1.875 * n ** 3) * Math.sin(2 * d) * Math.cos(2 * s) -
      (35 / 24) * n ** 3 * Math.sin(3 * d) * Math.cos(3 * s));
  const l = lon - lon0;
  const north =
    m + north0 +
    (nu / 2) * sin * cos * l ** 2 +
    (nu / 24) * sin * cos ** 3 * (5 - tan2 + 9 * eta2) * l ** 4 +
    (nu / 720) * sin * cos ** 5 * (61 - 58 * tan2 + tan2 * tan2) * l ** 6;
  const east =
    east0 +
    nu * cos * l +
    (nu / 6) * cos ** 3 * (nu / rho - tan2) * l ** 3 +
    (nu / 120) * cos ** 5 * (5 - 18 * tan2 + tan2 * tan2 + 14 * eta2 - 58 * tan2 * eta2) * l ** 5;
  return [east, north];
}

/** WGS84 latitude and longitude (radians) on the Airy ellipsoid. */
function shift(lat: number, lon: number): [lat: number, lon: number] {
  const e2 = 1 - wgs84.b ** 2 / wgs84.a ** 2;
  const nu = wgs84.a / Math.sqrt(1 - e2 * Math.sin(lat) ** 2);
  const [x, y, z] = [nu * Math.cos(lat) * Math.cos(lon), nu * Math.cos(lat) * Math.sin(lon), nu * (1 - e2) * Math.sin(lat)];
  const { tx, ty, tz, s } = helmert;
  const [rx, ry, rz] = [helmert.rx, helmert.ry, helmert.rz].map((seconds) => radians(seconds / 3600)) as [number, number, number];
  const moved = [tx + (1 + s) * x - rz * y + ry * z, ty + rz * x + (1 + s) * y - rx * z, tz - ry * x + rx * y + (1 + s) * z] as const;
  const across = Math.hypot(moved[0], moved[1]);
  const airyE2 = 1 - airy.b ** 2 / airy.a ** 2;
  let found = Math.atan2(moved[2], across * (1 - airyE2));
  for (let i = 0; i < 6; i++) {
    const local = airy.a / Math.sqrt(1 - airyE2 * Math.sin(found) ** 2);
    found = Math.atan2(moved[2] + airyE2 * local * Math.sin(found), across);
  }
  return [found, Math.atan2(moved[1], moved[0])];
}
