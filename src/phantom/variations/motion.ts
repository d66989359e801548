import { SERIES_KINDS, type SeriesKind } from '../../domain/vocabulary.ts';
import { between, chance } from '../rng.ts';
import { defineVariation } from './define-variation.ts';
import { blurred, rolled } from './pixels.ts';

/** Ghosts along the phase direction, relative to the signal: the first on either side, and the second. */
const GHOSTS = [0.13, 0.05] as const;

export const motion = defineVariation({
  name: 'motion',
  summary: 'The patient moved or breathed: blur, and ghosts along the phase direction of one or more series.',
  share: 0.22,
  draw: (rng, strength) => {
    const moved = new Set<SeriesKind>(SERIES_KINDS.filter(() => chance(rng, 0.6)));
    /** Distance between ghosts, as a share of the field. */
    const apart = between(rng, 0.06, 0.2);
    const downwards = chance(rng, 0.5);
    return {
      image: (signal, { geometry, plan }) => {
        if (!moved.has(plan.kind)) return signal;
        const soft = blurred(signal, geometry, 0.3 * strength);
        const ghosts = GHOSTS.flatMap((share, order) =>
          [-1, 1].map((side) => {
            const px = side * (order + 1) * apart * (downwards ? geometry.rows : geometry.columns);
            const by = downwards ? { downPx: px, acrossPx: 0 } : { downPx: 0, acrossPx: px };
            return { share: share * strength, picture: rolled(soft, geometry, by) };
          }),
        );
        const own = 1 - ghosts.reduce((sum, { share }) => sum + share, 0);
        return soft.map((value, i) => own * value + ghosts.reduce((sum, g) => sum + g.share * g.picture[i]!, 0));
      },
    };
  },
});
