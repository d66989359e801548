import { dot, lengthOf, minus } from '../../domain/vec3.ts';
import type { SlicePlace } from '../slice-place.ts';
import type { SeriesFacts } from './series-facts.ts';

/** Positions of a slice that was written twice differ by rounding only. */
const SAME_POSITION_MM = 0.01;
const SAME_SIZE_MM = 0.1;
const PARALLEL = 1 - 1e-4;

const same = (a: SlicePlace, b: SlicePlace): boolean =>
  Math.abs(a.centreMm.z - b.centreMm.z) <= SAME_POSITION_MM &&
  lengthOf(minus(a.centreMm, b.centreMm)) <= SAME_POSITION_MM &&
  Math.abs(dot(a.normal, b.normal)) >= PARALLEL &&
  Math.abs(a.halfWidthMm + a.halfHeightMm - b.halfWidthMm - b.halfHeightMm) <= SAME_SIZE_MM;

/**
 * Whether two series hold the same images, as single slices and as one enhanced object, or resent under new identifiers: same positions, sequence
 * times and acquisition time. A repeat has a later acquisition time; without one, a repeat after motion looks like a copy, so neither is called that.
 */
export const areSameImages = (a: SeriesFacts, b: SeriesFacts): boolean =>
  a.places.length === b.places.length &&
  a.acquiredAt !== undefined &&
  a.acquiredAt === b.acquiredAt &&
  a.header.echoMs === b.header.echoMs &&
  a.header.repetitionMs === b.header.repetitionMs &&
  a.places.every((place) => b.places.some((other) => same(place, other))) &&
  b.places.every((place) => a.places.some((other) => same(place, other)));
