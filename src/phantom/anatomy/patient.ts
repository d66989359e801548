import type { Rng } from '../rng.ts';
import type { Anatomy } from './anatomy.ts';
import { type ColumnLayout, layoutColumn } from './column-layout.ts';
import { drawStrands, type Strand } from './nerve-roots.ts';
import { drawOrgans, type Organs } from './organs.ts';
import { type Profiles, profilesOf, tabulated } from './profiles.ts';
import { type SpineCurve, spineCurve } from './spine-curve.ts';
import { type SpineMap, spineMap } from './spine-map.ts';
import { createTexture, type Texture } from './texture.ts';
import type { Signals } from './tissues.ts';

/** A patient in the scanner: everything independent of the pulse sequence. */
export interface Patient {
  readonly anatomy: Anatomy;
  readonly layout: ColumnLayout;
  readonly curve: SpineCurve;
  readonly map: SpineMap;
  readonly profiles: Profiles;
  readonly organs: Organs;
  readonly strands: readonly Strand[];
  readonly texture: Texture;
  /** Lateral position of the midline, by row of the profiles. */
  readonly midlinesMm: Float64Array;
}

export const patientOf = (anatomy: Anatomy, rng: Rng): Patient => {
  const layout = layoutColumn(anatomy);
  const curve = spineCurve(anatomy, layout);
  return {
    anatomy,
    layout,
    curve,
    map: spineMap(curve, anatomy),
    profiles: profilesOf(anatomy, layout),
    organs: drawOrgans(rng, anatomy),
    strands: drawStrands(rng, layout),
    texture: createTexture(rng),
    midlinesMm: tabulated(curve.midlineMm),
  };
};

/** A patient as seen by one pulse sequence: the input of painters. */
export interface Scene extends Patient {
  readonly signals: Signals;
}
