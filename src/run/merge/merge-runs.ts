import { join, resolve } from 'node:path';
import type { RunFacts } from '../../core/define-output.ts';
import type { Pipeline } from '../../core/pipeline.ts';
import { JOURNAL } from '../../core/study-record.ts';
import { readBytes } from '../../dicom/index.ts';
import { replaceFile } from '../../files/atomic-write.ts';
import { listFiles } from '../../files/list-files.ts';
import { sha256Of } from '../../files/sha256.ts';
import { isObjectAddress } from '../../storage/object-address.ts';
import { claimOutput } from '../claim-output.ts';
import { stepsHash } from '../definition.ts';
import { countedRecords } from '../journal/counted-records.ts';
import { type JournalHeader, openJournal, randomSalt } from '../journal/journal.ts';
import { openOutputs } from '../open-outputs.ts';
import { productVersion } from '../product-version.ts';
import { unitOf } from '../shards/shard.ts';
import { openResultStore } from '../stored/result-store.ts';
import { CSV, type TableForm } from '../tables/write-table.ts';
import { checkParts } from './check-parts.ts';
import { mergeIntoPart, recordMissing, studiesMissing } from './errors.ts';
import { type MergedCounts, writeMergedJournal } from './merged-journal.ts';
import { openPart, type Part } from './open-part.ts';
import { expandedParts } from './part-place.ts';
import { pipelineOfRecord } from './pipeline-of-record.ts';
import type { RunRecord } from './run-record.ts';

export interface MergeOptions {
  /** Results folders: all shards of a whole, workers of a queue, or runs over different lists of studies. */
  readonly parts: readonly string[];
  readonly out: string;
  readonly existing?: 'refuse' | 'overwrite';
  /** Tolerated numeric difference between several results of one study, one of which is used; default 1e-6. */
  readonly tolerance?: number | undefined;
  /** Studies that must have a result. */
  readonly ids?: readonly string[] | undefined;
  /** Format of the tables; CSV by default. */
  readonly tables?: TableForm | undefined;
  readonly onStudy?: ((studyId: string) => void) | undefined;
}

export interface MergeSummary extends MergedCounts {
  readonly parts: number;
  readonly studies: number;
  readonly failed: number;
}

const DEFAULT_TOLERANCE = 1e-6;

/**
 * Merges the results of runs that shared studies into those of a single run: the same tables and files, byte for byte,
 * with a `run.json` that lists the parts. Only reads the parts; holds an index and one study's record per part in
 * memory.
 * @throws PART_*, PARTS_*, SHARDS_MISSING, STUDIES_MISSING, RESULTS_CONTRADICT, OUTPUT_*
 */
export const mergeRuns = async (options: MergeOptions): Promise<MergeSummary> => {
  const { out, existing = 'refuse', ids = [] } = options;
  if (options.parts.some((part) => resolve(part) === resolve(out))) throw mergeIntoPart(out);
  const parts: Part[] = [];
  try {
    for (const folder of await expandedParts(options.parts)) parts.push(await openPart(folder));
    checkParts(parts);
    checkStudies(parts, ids);
    const record = parts.flatMap((part) => part.record ?? [])[0];
    if (record === undefined) throw recordMissing(options.parts);
    const pipeline = await pipelineOfRecord(record);
    const merge = { record, pipeline, options };
    if (isObjectAddress(out)) return await mergedIntoStorage(parts, { ...merge, existing });
    const unlock = await claimOutput(out, existing, pipeline.outputs);
    return await merged(parts, { ...merge, folder: out }).finally(unlock);
  } finally {
    await Promise.all(parts.map(({ close }) => close()));
  }
};

const mergedIntoStorage = async (
  parts: readonly Part[],
  { existing, ...merge }: Omit<Merge, 'folder'> & Required<Pick<MergeOptions, 'existing'>>,
): Promise<MergeSummary> => {
  const store = await openResultStore(merge.options.out);
  try {
    await store.claim(existing, merge.pipeline.outputs);
    store.begin({});
    const summary = await merged(parts, { ...merge, folder: store.folder });
    await store.finish();
    return summary;
  } finally {
    await store.close();
  }
};

/** @throws STUDIES_MISSING if an id matches neither a study nor a study's folder */
const checkStudies = (parts: readonly Part[], ids: readonly string[]): void => {
  const lacking = new Set(ids.filter((id) => parts.every(({ index }) => index.get(id) === undefined)));
  if (lacking.size === 0) return;
  for (const { index } of parts) for (const [id] of index.inOrder()) lacking.delete(unitOf(id));
  if (lacking.size > 0) throw studiesMissing([...lacking]);
};

/** The common origin of the parts. For different lists of studies, it derives from the lists' origins. */
const wholeOf = (parts: readonly Part[]): Pick<JournalHeader, 'fingerprint' | 'origin' | 'variables' | 'madeWith'> => {
  const { fingerprint = '', origin, variables, madeWith } = parts[0]?.header ?? {};
  const wholes = [...new Set(parts.map(({ header }) => header.fingerprint))].sort();
  if (wholes.length < 2) return { fingerprint, origin, variables, madeWith };
  const studies = sha256Of(JSON.stringify(wholes));
  return { fingerprint: studies, origin: origin && { ...origin, studies }, variables, madeWith };
};

interface Merge {
  /** Working folder of the merge. */
  readonly folder: string;
  readonly record: RunRecord;
  readonly pipeline: Pipeline;
  readonly options: MergeOptions;
}

const merged = async (parts: readonly Part[], { record, pipeline, options, folder }: Merge): Promise<MergeSummary> => {
  const { out, tolerance = DEFAULT_TOLERANCE, tables = CSV, onStudy } = options;
  const header = { ...wholeOf(parts), nameSalt: randomSalt() };
  const { doubled, failedElsewhere } = await writeMergedJournal(parts, { out: folder, header, tolerance, onStudy });
  const facts: RunFacts = {
    fingerprint: header.fingerprint,
    nameSalt: header.nameSalt,
    spinestream: record.spinestream,
    pipeline: pipeline.name,
    stepsSha256: stepsHash(pipeline),
    models: record.models,
  };
  const { signal } = new AbortController();
  const outputs = await openOutputs(pipeline.outputs, facts, { readBytes, listFiles, signal });
  const journal = await openJournal(join(folder, JOURNAL), header);
  try {
    await outputs.publish(folder, journal, tables);
    const counts = await countedRecords(journal.records());
    const earlier = journal.madeEarlierWith;
    const summary = {
      ...record,
      spinestream: productVersion(),
      madeEarlierWith: earlier.length === 0 ? undefined : earlier,
      node: process.version,
      platform: `${process.platform}-${process.arch}`,
      options: { ...record.options, out, shard: undefined, chosen: 'merge' },
      source: { ...record.source, studies: counts.studies },
      counts: { ...counts, resumed: 0, cancelled: 0, abandoned: 0 },
      times: undefined,
      budgetPeakBytes: undefined,
      runtime: undefined,
      merged: { tolerance, doubled, failedElsewhere, tables, parts: parts.map(partFacts) },
    };
    await replaceFile(join(folder, 'run.json'), [`${JSON.stringify(summary, undefined, 2)}\n`]);
    return { parts: parts.length, studies: counts.studies, failed: counts.failed, doubled, failedElsewhere };
  } finally {
    await journal.close();
  }
};

/** A part's entry in `run.json`. */
const partFacts = ({ folder, header, index, isTorn, record }: Part) => ({
  folder,
  shard: header.shard,
  queue: header.queue,
  studies: index.size(),
  /** The run was killed; other workers took over what it had not recorded. */
  killed: record === undefined || isTorn || undefined,
  madeWith: header.madeWith,
  platform: record?.platform,
  startedAt: record?.times?.startedAt,
});
