import type { Site } from '../../domain/site.ts';
import { LEVELS, SIDES } from '../../domain/vocabulary.ts';

/** The sites that the channels of a heatmap network stand for. */
export const CHANNEL_SITES = {
  levels: LEVELS.map((level): Site => ({ level })),
  sides: SIDES.map((side): Site => ({ side })),
} as const;
