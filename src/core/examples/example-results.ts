import type { LocationConfidence } from '../../domain/confidence.ts';
import { reversalOfKind } from '../../domain/mirror.ts';
import type { InputStack, Keypoint, LocationLogits, LocationProbabilities, Stack } from '../../domain/results.ts';
import type { Site } from '../../domain/site.ts';
import { CONDITIONS, LEVELS, SEVERITIES, SIDES } from '../../domain/vocabulary.ts';
import { softmax } from '../../imaging/index.ts';
import { exampleSelections } from './example-series.ts';

/**
 * Returns the sites of keypoints and regions: the five levels, or each of them on both sides.
 *
 * @example
 * import { exampleSites } from 'spinestream/testing';
 *
 * exampleSites('one').length; // 5
 * exampleSites('both').slice(0, 2); // [{ level: 'l1_l2', side: 'left' }, { level: 'l1_l2', side: 'right' }]
 */
export const exampleSites = (sides: 'one' | 'both'): readonly Site[] =>
  LEVELS.flatMap((level) => (sides === 'one' ? [{ level }] : SIDES.map((side) => ({ level, side }))));

/**
 * Returns a keypoint at each site, down the middle of slice 3 of a series of the example study.
 * @param seriesId  11, 12 or 13
 *
 * @example
 * import { exampleKeypoints, exampleSites } from 'spinestream/testing';
 *
 * const [keypoint] = exampleKeypoints('11', exampleSites('one'));
 * keypoint?.site; // { level: 'l1_l2' }
 * keypoint?.point; // { xNorm: 0.5, yNorm: 0.4 }
 */
export const exampleKeypoints = (seriesId: string, sites: readonly Site[]): readonly Keypoint[] =>
  sites.map((site, index) => ({
    site,
    seriesId,
    instanceNumber: 3,
    point: { xNorm: 0.5, yNorm: 0.4 + (0.2 * index) / sites.length },
  }));

/** Position-dependent numbers between -1 and 1. */
const ramp = (length: number, start: number): Float32Array =>
  Float32Array.from({ length }, (_, index) => (((index + 1) * (start + 3)) % 17) / 8 - 1);

/**
 * Returns a sagittal region [slices, sizePx, sizePx] at each site, as `crop-rois` writes them.
 *
 * @example
 * import { exampleRegions, exampleSites } from 'spinestream/testing';
 *
 * const regions = exampleRegions(exampleSites('both'), { slices: 5, sizePx: 16 });
 * regions.length; // 10
 * regions[0]?.shape; // [5, 16, 16]
 */
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

/**
 * Returns a stage-1 input [slices, sizePx, sizePx] of a series of the example study, as `normalise` writes them.
 * @param seriesId  11, 12 or 13
 *
 * @example
 * import { exampleStacks } from 'spinestream/testing';
 *
 * const [stack] = exampleStacks('11', { slices: 3, sizePx: 16 });
 * stack?.shape; // [3, 16, 16]
 * stack?.selection.files.map(({ name }) => name); // ['1.dcm', '2.dcm', '3.dcm']
 */
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
    inMirror: selection.series && reversalOfKind(selection.series.kind),
  }));

/**
 * Returns logits of all 25 locations, three each, within -1 and 1.
 * @param start  different numbers give different logits
 *
 * @example
 * import { exampleLogits } from 'spinestream/testing';
 *
 * exampleLogits().length; // 25
 * exampleLogits(1)[0]?.logits.map((x) => x.toFixed(2)); // ['-0.67', '0.33', '-1.00']
 */
export const exampleLogits = (start = 0): readonly LocationLogits[] =>
  CONDITIONS.flatMap((condition, c) =>
    LEVELS.map((level, l) => ({
      condition,
      level,
      logits: SEVERITIES.map((_, severity) => ((start + c + 2 * l + 3 * severity) % 7) / 3 - 1),
    })),
  );

/**
 * Returns probabilities of all 25 locations, three each, with every region seen.
 *
 * @example
 * import { exampleProbabilities } from 'spinestream/testing';
 *
 * const [first] = exampleProbabilities();
 * first?.basis; // { seen: 'all', doubtful: false, reasons: [] }
 * first?.probabilities.map((p) => p.toFixed(2)); // ['0.09', '0.24', '0.67']
 */
export const exampleProbabilities = (): readonly LocationProbabilities[] =>
  exampleLogits().map(({ condition, level, logits }) => ({
    condition,
    level,
    probabilities: softmax(logits),
    basis: { seen: 'all', doubtful: false, reasons: [] },
  }));

/**
 * Returns the confidence of the example's grades, without folds or other networks to compare; refers those below 0.5 to
 * a reader.
 *
 * @example
 * import { exampleConfidence } from 'spinestream/testing';
 *
 * const confidence = exampleConfidence();
 * confidence.length; // 25
 * confidence.filter(({ refer }) => refer).length; // 0
 */
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
