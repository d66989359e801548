import { SpineError } from '../../domain/spine-error.ts';

export const resultsTaken = (address: string): SpineError =>
  new SpineError({
    code: 'OUTPUT_LOCKED',
    reason:
      'another run writes its results there, and has gone on from where this one was; give each run an --out of its own, or wait for the other one and continue with --resume',
    where: { file: address },
    retriable: false,
  });

export const storageUnconditional = (address: string): SpineError =>
  new SpineError({
    code: 'S3_UNCONDITIONAL',
    reason:
      'this storage overwrites objects in spite of If-None-Match, so two runs could destroy each other’s results; expected a storage with conditional writes (Amazon S3, MinIO, Ceph, R2), or name a folder as --out',
    where: { file: address },
    retriable: false,
  });

export const segmentMissing = (address: string, from: number, to: number): SpineError =>
  new SpineError({
    code: 'JOURNAL_CORRUPT',
    reason: `the journal lacks its bytes ${from} to ${to}: a segment was removed; restore it, or start again with --overwrite`,
    where: { file: address },
  });
