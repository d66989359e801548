import type { LocationConfidence } from '../../domain/confidence.ts';
import type { InputStack, Keypoint, LocationLogits, LocationProbabilities, Stack } from '../../domain/results.ts';
import type { Site } from '../../domain/site.ts';
import { CONDITIONS, LEVELS, SEVERITIES, SIDES } from '../../domain/vocabulary.ts';
import { softmax } from '../../imaging/index.ts';
import { exampleSelections } from './example-series.ts';

/** The places of keypoints and regions: the five levels, or each of them on both sides. */
export const exampleSites = (sides: 'one' | 'both'): readonly Site[] =>
  LEVELS.flatMap((level) => (sides === 'one' ? [{ level }] : SIDES.map((side) => ({ level, side }))));

/** A keypoint at each place, down the middle of the image, in a series of the example study. */
export const exampleKeypoints = (seriesId: string, sites: readonly Site[]): readonly Keypoint[] =>
  sites.map((site, index) => ({
    site,
    seriesId,
    instanceNumber: 3,
    point: { xNorm: 0.5, yNorm: 0.4 + (0.2 * index) / sites.length },
  }));

/** Numbers between -1 and 1 that differ from place to place. */
const ramp = (length: number, start: number): Float32Array =>
  Float32Array.from({ length }, (_, index) => (((index + 1) * (start + 3)) % 17) / 8 - 1);

/** A sagittal region [slices, size, size] at each place. */
export const exampleRegions = (
  sites: readonly Site[],
  { slices, sizePx }: { readonly slices: number; readonly sizePx: number },
): readonly Stack[] =>
  sites.map((site, index) => ({
    site,
    shape: [slices, sizePx, sizePx],
    pixels: ramp(slices * sizePx * sizePx, index),
    blank: false,
    inMirror: { slices: true, columns: false },
  }));

/** A stage-1 input [slices, size, size] of a series of the example study, for each place. */
export const exampleStacks = (
  seriesId: string,
  { slices, sizePx }: { readonly slices: number; readonly sizePx: number },
): readonly InputStack[] =>
  exampleSelections(seriesId, slices).map((selection, index) => ({
    site: selection.site,
    selection,
    shape: [slices, sizePx, sizePx],
    pixels: ramp(slices * sizePx * sizePx, index),
    blank: false,
    inMirror: { slices: selection.series?.kind !== 'Axial T2', columns: selection.series?.kind === 'Axial T2' },
  }));

/** Logits of all 25 locations. */
export const exampleLogits = (start = 0): readonly LocationLogits[] =>
  CONDITIONS.flatMap((condition, c) =>
    LEVELS.map((level, l) => ({
      condition,
      level,
      logits: SEVERITIES.map((_, severity) => ((start + c + 2 * l + 3 * severity) % 7) / 3 - 1),
    })),
  );

/** Probabilities of all 25 locations, as if every region had been seen. */
export const exampleProbabilities = (): readonly LocationProbabilities[] =>
  exampleLogits().map(({ condition, level, logits }) => ({
    condition,
    level,
    probabilities: softmax(logits),
    basis: { seen: 'all', doubtful: false, reasons: [] },
  }));

/** How sure the example's grades are, without folds or other networks to compare; the doubtful ones are to be referred. */
export const exampleConfidence = (): readonly LocationConfidence[] =>
  exampleProbabilities().map(({ condition, level, probabilities }) => {
    const [greatest = 0, second = 0] = probabilities.toSorted((a, b) => b - a);
    const entropy = -probabilities.reduce((sum, p) => sum + p * Math.log(p), 0) / Math.log(probabilities.length);
    return {
      condition,
      level,
      probabilityRight: greatest,
      calibrated: false,
      refer: greatest < 0.5,
      reasons: greatest < 0.5 ? ['CONFIDENCE_LOW'] : [],
      measures: {
        seen: 'all',
        doubtful: false,
        entropy,
        margin: greatest - second,
        foldDisagreement: undefined,
        networkDisagreement: undefined,
        peak: undefined,
        spread: undefined,
      },
    };
  });
