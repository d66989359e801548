import type { RegionKind } from '../../src/models/zoo/region-kinds.ts';
import type { classify } from '../../src/operators/classify.ts';

/** The regions that each kind of network is given, by the names of the entries. */
export const ROIS = {
  spinal: { sagt2: 'sagt2', axial_centre: 'axial-centre' },
  spinal_axial: { axial_centre: 'axial-centre' },
  foraminal: { sagt1: 'sagt1' },
  subarticular: { axial: 'axial' },
  global: { sagt2: 'sagt2', sagt1: 'sagt1', axial: 'axial' },
  study: { sagt2: 'sagt2', sagt1: 'sagt1', axial: 'axial' },
} satisfies Readonly<Record<RegionKind, Parameters<typeof classify>[1]['rois']>>;
