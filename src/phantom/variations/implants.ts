import type { Vec3 } from '../../domain/study.ts';
import { pixelCentre } from '../acquisition/slice-plane.ts';
import type { Patient } from '../anatomy/patient.ts';
import { between, pick } from '../rng.ts';
import { hill, smoothStep } from '../smooth.ts';
import { defineVariation } from './define-variation.ts';

const L3 = 5;
/** Centre of a pedicle screw: lateral to the midline, behind the centre line, below the top of its vertebra. */
const SCREW = { asideMm: 17, depthMm: 20, belowTopMm: 9.5 };
/** Artefacts extend farther along the screw than across it. */
const ALONG = 1.9;

/** Centres of the screws of two neighbouring vertebrae, in the patient. */
export const screwsOf = ({ anatomy, curve, layout }: Patient, uppermost: number): readonly Vec3[] =>
  [uppermost, uppermost + 1].flatMap((vertebra) =>
    [-1, 1].map((side) =>
      curve.toPatient({
        lateralMm: side * SCREW.asideMm * anatomy.size,
        sMm: layout.vertebrae[vertebra]!.topMm - SCREW.belowTopMm,
        depthMm: SCREW.depthMm * anatomy.size,
      }),
    ),
  );

/** Signal near metal: none within its reach, surrounded by a bright rim. `away` is 1 at the end of the reach. */
const nearMetal = (away: number): number => 0.04 + 0.96 * smoothStep(0.75, 1.05, away) + 0.8 * hill((away - 1.2) / 0.3);

export const implants = defineVariation({
  name: 'implants',
  summary: 'Pedicle screws in two neighbouring vertebrae: a void about the metal, with a bright rim.',
  share: 0.06,
  draw: (rng, strength) => {
    const uppermost = L3 + pick(rng, [0, 1, 1, 2]);
    const reachMm = 5 + 4 * strength * between(rng, 0.8, 1.2);
    return {
      image: (signal, { geometry, patient }) => {
        const screws = screwsOf(patient, uppermost);
        return signal.map((value, i) => {
          const { x, y, z } = pixelCentre(geometry, i);
          let factor = 1;
          for (const screw of screws) {
            const away = Math.hypot(x - screw.x, (y - screw.y) / ALONG, z - screw.z) / reachMm;
            if (away < 1.5) factor *= nearMetal(away);
          }
          return value * factor;
        });
      },
    };
  },
});
