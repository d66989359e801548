import { SpineError } from '../../domain/spine-error.ts';

export const pretrainedHashMismatch = (expected: string, found: string, file: string): SpineError =>
  new SpineError({
    code: 'PRETRAINED_HASH_MISMATCH',
    reason: `the SHA-256 is ${found}, expected ${expected}${expected.length < 64 ? '...' : ''}; the file is damaged or not the expected one: download it again`,
    where: { file },
  });

export const pretrainedUnknown = (backbone: string, known: readonly string[]): SpineError =>
  new SpineError({
    code: 'PRETRAINED_UNKNOWN',
    reason: `no published ImageNet weights for ${backbone} (known: ${known.join(', ')}); give a file`,
  });

export const pretrainedUnreachable = (url: string, problem: string, cause?: unknown): SpineError =>
  new SpineError({
    code: 'PRETRAINED_UNREACHABLE',
    reason: `${url}: ${problem}; use another host with --mirror, or download the file elsewhere and give its path`,
    cause,
  });

export const pretrainedMissing = (backbone: string, file: string): SpineError =>
  new SpineError({
    code: 'PRETRAINED_MISSING',
    reason: `no ImageNet weights of ${backbone} in this folder; import them with: spinestream import --backbone ${backbone} --out ${file.slice(0, -`/${backbone}.safetensors`.length) || '.'}`,
    where: { file },
  });
