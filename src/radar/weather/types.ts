/** Weather of an hour at a place. */
export interface WeatherHour {
  /** Start of the hour, ISO with Z. */
  at: string;
  /** °C. */
  temperature: number;
  /** Relative humidity, %. */
  humidity: number | null;
  /** m/s. */
  wind: number | null;
}

export const levels = ['very low', 'low', 'medium', 'high'] as const;
export type Level = (typeof levels)[number];
export const colours = ['Green', 'Yellow', 'Amber', 'Red'] as const;
export type Colour = (typeof colours)[number];

/** A Weather-Health Alert of UKHSA for a region. */
export interface WeatherAlert {
  hazard: 'cold' | 'heat';
  status: Colour;
  score: number | null;
  likelihood: Level | null;
  impact: Level | null;
  text: string;
  /** ISO instants. */
  from: string;
  to: string;
  refreshed: string;
  geography: string;
  geographyCode: string;
}

/** A month at a Met Office station: mean daily highest and lowest, °C; days of air frost. */
export interface StationMonth {
  year: number;
  month: number;
  highest: number | null;
  lowest: number | null;
  frostDays: number | null;
  /** The Met Office marks a figure of this month as estimated. */
  estimated: boolean;
}

/** A part of a file that could not be read, and where. */
export interface WeatherProblem {
  /** Path in the file, or line number. */
  at: string;
  message: string;
  raw: string;
}

/** What a file holds. */
export type WeatherFile =
  | { kind: 'hours'; from: 'open-meteo' | 'met-office'; place: string | null; issued: string | null; hours: WeatherHour[]; problems: WeatherProblem[] }
  | { kind: 'alerts'; from: 'ukhsa'; alerts: WeatherAlert[]; problems: WeatherProblem[] }
  | { kind: 'months'; from: 'met-office-station'; station: string; months: StationMonth[]; problems: WeatherProblem[] };
