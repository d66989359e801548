import { z } from 'zod';
import { defineOperator } from '../core/define-operator.ts';
import { entryNames, entrySuffix } from '../core/entry-name.ts';
import { exampleSeries, exampleState } from '../core/examples/index.ts';
import { adding, entryOf, type StudyState } from '../core/study-state.ts';
import { chooseSlices, firstIndex, type SliceRule } from '../dicom/index.ts';
import type { Anchor, Selection, Series } from '../domain/results.ts';
import type { Site } from '../domain/site.ts';
import type { Warning } from '../domain/study.ts';
import { LEVELS, SERIES_KINDS, type SeriesKind, SIDES } from '../domain/vocabulary.ts';
import { chooseSeries } from './choose-series.ts';
import { instanceUnknown, seriesUnknown } from './errors.ts';

const distance = z.number().nonnegative();
const options = z
  .strictObject({
    kind: z.enum(SERIES_KINDS).optional().describe('use the first series of this kind'),
    keypoints: entrySuffix('take the series, and the instance, that these keypoints name').optional(),
    instances: entrySuffix('take the series and the instance that these projections name').optional(),
    slices: z.int().min(1).describe('slices to select for each site'),
    position: z
      .enum(['middle', 'lateral', 'instance'])
      .default('middle')
      .describe('around the middle of the stack, at a distance to either side of it, or around the given instance'),
    lateralMm: z
      .union([distance, z.tuple([distance, distance, distance, distance, distance])])
      .optional()
      .describe(
        'distance from the middle for "lateral": one, or one per level; positive to the left, mirrored to the right',
      ),
    as: entrySuffix('name of the selections written'),
  })
  .check(({ value, issues }) => {
    const complain = (path: string, message: string) =>
      issues.push({ code: 'custom', input: value, path: [path], message });
    const sources = [value.kind, value.keypoints, value.instances].filter((source) => source !== undefined);
    if (sources.length !== 1)
      complain(
        'kind',
        `expected exactly one of "kind", "keypoints" and "instances", found ${sources.length || 'none'}`,
      );
    if (value.position === 'lateral' && value.lateralMm === undefined)
      complain('position', '"position: lateral" needs "lateralMm", the distance from the middle');
    if (value.position !== 'lateral' && value.lateralMm !== undefined)
      complain('lateralMm', '"lateralMm" means nothing without "position: lateral"');
    if (value.position === 'instance' && value.kind !== undefined)
      complain('position', '"position: instance" needs "keypoints" or "instances", which name one');
  });
type Options = z.output<typeof options>;

/**
 * Chooses the slices for a network or a region: around the middle of a series, `lateralMm` to either side of it, or
 * around an instance. Reads `series`, and `keypoints.*` or `instances.*`; writes `selections.*`.
 *
 * @example
 * import { lastValueFrom, of } from 'rxjs';
 * import { adding, entryOf, selectSlices } from 'spinestream/operators';
 * import { exampleFiles, exampleModels, exampleSeries, exampleState } from 'spinestream/testing';
 *
 * const env = { ...exampleFiles(), models: exampleModels({}) };
 * const state = exampleState(adding('series', exampleSeries()));
 * // - select-slices: { kind: Sagittal T1, slices: 3, as: sagt1 }
 * const step = selectSlices(env, { kind: 'Sagittal T1', slices: 3, as: 'sagt1' });
 * const [selection] = entryOf(await lastValueFrom(of(state).pipe(step)), 'selections.sagt1');
 * selection?.files.map(({ instanceNumber }) => instanceNumber); // [2, 3, 4]
 */
export const selectSlices = defineOperator({
  name: 'select-slices',
  summary: 'Select the slices for a network input or a region.',
  description:
    'By kind: the first series of that kind. A missing sagittal kind is substituted by the other one, with a warning; a missing axial series gives empty selections. ' +
    'By keypoints or instances: the series that each of them refers to, which may differ between sites. ' +
    'Missing slices are not replaced: a selection may be shorter than requested, and its end is zero.',
  options,
  example: {
    options: { kind: 'Sagittal T1', slices: 3, position: 'lateral', lateralMm: 16.8, as: 'sagt1' },
    study: () => exampleState(adding('series', exampleSeries())),
  },
  reads: (o) => ['series', ...anchorEntries(o)],
  writes: (o) => [`selections.${o.as}`],
  apply: (o) => (state) => {
    const targets = o.kind === undefined ? anchored(o, state) : ofKind(o, o.kind, entryOf(state, 'series'));
    const selections = targets.list.map((target) => chosen(o, target));
    return adding(`selections.${o.as}`, selections, [...targets.warnings, ...shortfalls(selections)]);
  },
});

/** A site with its series, and the instance to centre on. */
interface Target {
  readonly site: Site;
  readonly series: Series | undefined;
  readonly instanceNumber: number | undefined;
  readonly absent?: string | undefined;
}
interface Targets {
  readonly list: readonly Target[];
  readonly warnings: readonly Warning[];
}

const anchorEntries = (o: Options) => [
  ...entryNames('keypoints', o.keypoints),
  ...entryNames('instances', o.instances),
];

const anchored = (o: Options, state: StudyState): Targets => {
  const series = entryOf(state, 'series');
  const anchors = anchorEntries(o).flatMap((name): readonly Anchor[] => entryOf(state, name));
  const seriesOf = (id: string) => {
    const found = series.find((one) => one.id === id);
    if (found === undefined) throw seriesUnknown(id);
    return found;
  };
  const list = anchors.map(({ site, seriesId, instanceNumber, absent }) => ({
    site,
    instanceNumber,
    absent,
    series: seriesId === undefined ? undefined : seriesOf(seriesId),
  }));
  return { list, warnings: [] };
};

const ofKind = (o: Options, kind: SeriesKind, all: readonly Series[]): Targets => {
  const { series, substituted } = chooseSeries(all, kind);
  const absent = series === undefined ? SERIES_MISSING : undefined;
  const list = sitesOf(o).map((site) => ({ site, series, instanceNumber: undefined, absent }));
  return { list, warnings: series === undefined || substituted ? [absence(kind, series)] : [] };
};

const SERIES_MISSING = 'SERIES_MISSING';

const absence = (kind: SeriesKind, substitute: Series | undefined): Warning =>
  substitute === undefined
    ? { code: SERIES_MISSING, message: `the study has no ${kind} series; what needs it stays zero` }
    : {
        code: 'SERIES_SUBSTITUTED',
        message: `the study has no ${kind} series; its ${substitute.kind} series stands in`,
        seriesId: substitute.id,
      };

const sitesOf = ({ position, lateralMm }: Options): readonly Site[] => {
  if (position !== 'lateral') return [{}];
  const levels = typeof lateralMm === 'number' ? [undefined] : LEVELS;
  return levels.flatMap((level) => SIDES.map((side) => ({ level, side })));
};

const chosen = (o: Options, { site, series, instanceNumber, absent }: Target): Selection => {
  const about = o.position === 'instance' ? instanceNumber : undefined;
  const none: Selection = { site, series, instanceNumber: about, files: [], count: o.slices };
  const unchosen = absent === undefined ? none : { ...none, absent };
  if (series === undefined || (o.position === 'instance' && about === undefined)) return unchosen;
  const counts = { sliceCount: series.orderedFiles.length, wanted: o.slices };
  const rule = ruleOf(o, site, series, about);
  const { start, end } = chooseSlices(rule, counts);
  const first = firstIndex(rule, counts);
  const files = series.orderedFiles.slice(start, end);
  const found = { ...none, files, ...(first !== start && { unclamped: first }) };
  return files.length === 0 ? { ...found, absent: SLICES_FEWER } : found;
};

const ruleOf = (o: Options, site: Site, series: Series, instanceNumber: number | undefined): SliceRule => {
  if (instanceNumber !== undefined) {
    const index = series.orderedFiles.findIndex((file) => file.instanceNumber === instanceNumber);
    if (index < 0) throw instanceUnknown(instanceNumber, series.id);
    return { kind: 'instance', index };
  }
  const { spacingBetweenSlicesMm } = series;
  return o.position === 'lateral'
    ? { kind: 'centredMm', offsetMm: offsetOf(o, site), spacingBetweenSlicesMm }
    : { kind: 'middle' };
};

const offsetOf = ({ lateralMm }: Options, { level, side }: Site): number => {
  const byLevel = typeof lateralMm === 'object' && level !== undefined ? lateralMm[LEVELS.indexOf(level)] : undefined;
  const magnitude = byLevel ?? (typeof lateralMm === 'number' ? lateralMm : 0);
  return side === 'right' ? -magnitude : magnitude;
};

const SLICES_FEWER = 'SLICES_FEWER';

const shortfalls = (selections: readonly Selection[]): readonly Warning[] =>
  selections
    .filter(({ series, files, count }) => series !== undefined && files.length < count)
    .map(({ site, series, files, count }) => ({
      code: SLICES_FEWER,
      message: `${files.length} of ${count} slices exist at the chosen position; the others stay zero`,
      seriesId: series?.id,
      site,
    }));
