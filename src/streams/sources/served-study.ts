import type { StudyInput } from '../../core/define-source.ts';
import type { StudyItem } from '../../core/study-item.ts';
import { kindOf } from '../../dicom/index.ts';
import {
  type DicomWebClient,
  type IncompleteSeries,
  instancePrefixOf,
  type StudyQuestion,
  studyIncomplete,
  studyOnServer,
} from '../../dicomweb/index.ts';
import type { SliceHeader } from '../../domain/slice-header.ts';
import type { SpineError } from '../../domain/spine-error.ts';
import type { StudyRef } from '../../domain/study.ts';
import { inputDigest } from './study-files.ts';
import { type FoundStudy, studiesIn, studyItems } from './study-items.ts';
import { NO_TREE } from './study-tree.ts';

/** UIDs of the graded series, and of the other candidates of their kind. */
const gradableUids = (studies: readonly FoundStudy[]): ReadonlySet<string | undefined> =>
  new Set(
    studies.flatMap(({ series, ranked }) => {
      const chosen = new Set(ranked.chosen.map((one) => one.series.id));
      return series
        .filter(({ id, slices }) => chosen.has(id) || kindOf(slices.map(({ header }) => header)).kind !== undefined)
        .flatMap(({ slices }) => slices.map(({ header }) => header.seriesUid));
    }),
  );

const MR = 'MR';

/** Missing parts that may matter: a series without any instances may be of any kind. */
const gapIn = (
  incomplete: readonly IncompleteSeries[],
  studies: readonly FoundStudy[],
  studyId: string,
): SpineError | undefined => {
  const gradable = gradableUids(studies);
  const first = incomplete.find(
    ({ uid, given, modality = MR }) => gradable.has(uid) || (given === 0 && modality === MR),
  );
  if (first === undefined) return undefined;
  const { uid, counted, given } = first;
  const problem = `the server counts ${counted} ${counted === 1 ? 'instance' : 'instances'} of a series and gives ${given}`;
  return studyIncomplete(problem, { studyId, seriesId: uid });
};

/**
 * The studies that a server has under one StudyInstanceUID, as `studyItems` returns those of a folder. @throws errors
 * of the server
 */
export const servedItems = async (
  client: DicomWebClient,
  uid: string,
  question: StudyQuestion = {},
): Promise<readonly StudyItem[]> => {
  const { index, incomplete, warnings } = await studyOnServer(client, uid, question);
  const prefix = instancePrefixOf(uid);
  const studies = studiesIn(index);
  const gap = gapIn(incomplete, studies, uid);
  const done = async () => client.instances.drop(prefix);
  if (gap !== undefined) return [{ study: { id: uid }, error: gap, warnings, done }];
  return studyItems(uid, prefix, { tree: NO_TREE, index, studies }).map((item) => ({
    ...item,
    warnings: [...warnings, ...(item.warnings ?? [])],
    done,
  }));
};

const BITS = 8;

/** A server's metadata of an image, without parts that vary between processes or responses. */
const lineOf = ({
  patientKey: _key,
  patientName: _name,
  pixelData: _place,
  transferSyntaxUid: _syntax,
  ...header
}: SliceHeader): string => JSON.stringify(header);

/** Uncompressed size of a study's pixels, with its metadata. */
export const servedInput = async ({ series = [] }: Partial<StudyRef>): Promise<StudyInput> => {
  const headers = series.flatMap(({ slices = [] }) => slices.map(({ header }) => header));
  const bytes = headers.reduce(
    (sum, { rows = 0, columns = 0, samplesPerPixel = 1, bitsAllocated = 16 }) =>
      sum + (rows * columns * samplesPerPixel * bitsAllocated) / BITS,
    0,
  );
  const lines = headers.map(lineOf).sort();
  return { bytes, digest: inputDigest(lines.join('\n')) };
};
