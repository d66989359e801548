import { LOCATIONS, type Location } from '../domain/vocabulary.ts';

/** A value for each of the 25 locations, computed in their order. */
export const byLocation = <T>(of: (location: Location) => T): Readonly<Record<Location, T>> =>
  Object.fromEntries(LOCATIONS.map((location) => [location, of(location)])) as Record<Location, T>;
