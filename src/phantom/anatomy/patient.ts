import type { Rng } from '../rng.ts';
import type { Anatomy } from './anatomy.ts';
import { layoutColumn } from './column-layout.ts';
import { drawStrands } from './nerve-roots.ts';
import { drawOrgans } from './organs.ts';
import { profilesOf, tabulated } from './profiles.ts';
import { spineCurve } from './spine-curve.ts';
import { spineMap } from './spine-map.ts';
import { createTexture } from './texture.ts';
import type { Signals } from './tissues.ts';

/** A patient in the scanner: everything independent of the pulse sequence. */
export const patientOf = (anatomy: Anatomy, rng: Rng) => {
  const layout = layoutColumn(anatomy);
  const curve = spineCurve(anatomy, layout);
  return {
    ...{ anatomy, layout, curve },
    map: spineMap(curve, anatomy),
    profiles: profilesOf(anatomy, layout),
    organs: drawOrgans(rng, anatomy),
    strands: drawStrands(rng, layout),
    texture: createTexture(rng),
    /** Lateral position of the midline, by row of the profiles. */
    midlinesMm: tabulated(curve.midlineMm),
  };
};

export type Patient = Readonly<ReturnType<typeof patientOf>>;

/** A patient as seen by one pulse sequence: the input of painters. */
export interface Scene extends Patient {
  readonly signals: Signals;
}
