import { SpineError } from '../../domain/spine-error.ts';
import { firstOf } from '../../domain/text/listed.ts';
import { errorCode } from '../../files/error-code.ts';

export const partMissing = (folder: string, cause?: unknown): SpineError =>
  new SpineError({
    code: 'PART_MISSING',
    reason:
      errorCode(cause) === 'ENOTDIR'
        ? 'this is a file, expected the folder of results of a run; name the folder that contains it'
        : 'there is no journal.jsonl in this folder, expected the folder of results of a run; check the path',
    where: { file: folder },
    cause,
  });

/** @param name  such as "shard 2/8" */
export const partUnfinished = (folder: string, name: string, why: string): SpineError =>
  new SpineError({
    code: 'PART_UNFINISHED',
    reason: `${name} is not complete: ${why}`,
    where: { file: folder },
  });

export const partDamaged = (folder: string, name: string, why: string): SpineError =>
  new SpineError({
    code: 'PART_DAMAGED',
    reason: `${name} is damaged: ${why}; copy the folder again, or continue that run with --resume`,
    where: { file: folder },
  });

/** @param differences  texts of what differs, if known */
export const partsForeign = (folder: string, first: string, differences: readonly string[]): SpineError =>
  new SpineError({
    code: 'PARTS_FOREIGN',
    reason: `its results and those in ${first} were made with ${
      differences.join(', ') || 'different pipelines, models, options or studies'
    }; merge only parts of one whole`,
    where: { file: folder },
  });

export const partsMixed = (folder: string, first: string, what: string): SpineError =>
  new SpineError({
    code: 'PARTS_MIXED',
    reason: `it is ${what}, and ${first} is not; merge the shards of one number, or runs that are no shards`,
    where: { file: folder },
  });

export const partTwice = (name: string, folders: readonly string[]): SpineError =>
  new SpineError({
    code: 'PART_TWICE',
    reason: `${name} is given more than once: ${folders.join(', ')}; leave all but one out`,
  });

const SHOWN = 8;

export const shardsMissing = (missing: readonly number[], count: number): SpineError =>
  new SpineError({
    code: 'SHARDS_MISSING',
    reason: `of ${count} shards ${missing.length === 1 ? 'this one is' : 'these are'} missing: ${firstOf(
      missing.map((index) => `${index}/${count}`),
      SHOWN,
    )}; run with --shard for each and name its folder, too`,
  });

export const studiesMissing = (ids: readonly string[]): SpineError =>
  new SpineError({
    code: 'STUDIES_MISSING',
    reason: `no part has a result of ${ids.length === 1 ? 'this study' : `these ${ids.length} studies`}: ${firstOf(ids, SHOWN)}; name the folders that have them, or grade them`,
  });

export const resultsContradict = (
  studyId: string,
  folders: readonly [string, string],
  difference: string,
  tolerance: number,
): SpineError =>
  new SpineError({
    code: 'RESULTS_CONTRADICT',
    reason: `${folders[0]} and ${folders[1]} have different results of it (${difference}; at most ${tolerance} is allowed); leave one of them out, or raise --tolerance where they were computed on different processors`,
    where: { studyId },
  });

export const mergeIntoPart = (out: string): SpineError =>
  new SpineError({
    code: 'MERGE_INTO_PART',
    reason: 'the folder for the merged results is one of the parts; name another --out',
    where: { file: out },
  });

export const recordMissing = (folders: readonly string[]): SpineError =>
  new SpineError({
    code: 'RUN_UNFINISHED',
    reason: `none of ${firstOf(folders, SHOWN)} has a run.json, which says what was run; let one of these runs end by itself with --resume`,
  });

export const recordUnreadable = (file: string, cause: unknown): SpineError =>
  new SpineError({
    code: 'RUN_RECORD_INVALID',
    reason: 'this is not the record of a run of this version; run again with --resume to write it anew',
    where: { file },
    cause,
  });

export const pluginsChanged = (file: string): SpineError =>
  new SpineError({
    code: 'PLUGINS_CHANGED',
    reason: 'the plugins that this pipeline file lists are not those of the runs; put back the files that were used',
    where: { file },
  });

export const outputsChanged = (file: string): SpineError =>
  new SpineError({
    code: 'OUTPUTS_CHANGED',
    reason: 'the outputs of the runs are unknown to this version; merge with the version that made the results',
    where: { file },
  });
