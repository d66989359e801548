import { LOCATIONS, type Location } from '../../src/domain/vocabulary.ts';
import { drawAnatomy } from '../../src/phantom/anatomy/anatomy.ts';
import { type Patient, patientOf } from '../../src/phantom/anatomy/patient.ts';
import type { Narrowing } from '../../src/phantom/anatomy/severities.ts';
import { createRng } from '../../src/phantom/rng.ts';

/** All places as narrow as told, the rest wide open. */
export const narrowingOf = (narrow: Partial<Record<Location, number>>): Narrowing =>
  Object.fromEntries(LOCATIONS.map((location) => [location, narrow[location] ?? 0])) as Record<Location, number>;

/** The same person each time, but for what is narrow. */
export const patientWith = (narrow: Partial<Record<Location, number>>): Patient =>
  patientOf(drawAnatomy(createRng(4), narrowingOf(narrow)), createRng(5));
