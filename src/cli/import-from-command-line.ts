import { stat } from 'node:fs/promises';
import { SpineError } from '../domain/spine-error.ts';
import { checkWeights } from '../models/nn/check-weights.ts';
import { importCheckpoint, importRunFolder } from '../models/weights/import-original.ts';
import type { RunFolderConfigInput } from '../models/weights/run-folder.ts';
import type { StateDict } from '../models/weights/state-dict.ts';
import { architectureOf } from '../models/zoo/architecture.ts';
import { parseArchitecture } from '../models/zoo/parse-architecture.ts';

export interface ImportArguments {
  readonly source: string;
  readonly out: string;
  readonly architecture?: string | undefined;
  readonly slices?: number | undefined;
  readonly resolution?: number | undefined;
  readonly overwrite: boolean;
}

/** Imports a run folder or a single file and says what was written. */
export const importFromCommandLine = async (given: ImportArguments): Promise<void> => {
  const stopping = new AbortController();
  const onInterrupt = () =>
    stopping.abort(new SpineError({ code: 'INTERRUPTED', reason: 'the import was stopped; nothing was written' }));
  process.once('SIGINT', onInterrupt);
  const options = {
    into: given.out,
    overwrite: given.overwrite,
    signal: stopping.signal,
    check: fits,
    onProgress: (file: string, done: number, total: number) => void process.stderr.write(`${done}/${total} ${file}\n`),
  };
  try {
    const isFolder = (await sourceStat(given.source)).isDirectory();
    const folder = isFolder
      ? await importRunFolder(given.source, options)
      : await importCheckpoint(given.source, descriptionOf(given), options);
    const folds = folder.folds.map(({ fold }) => fold).join(', ');
    process.stdout.write(`${folder.path}: ${folder.config.architecture.kind}, fold ${folds}\n`);
  } finally {
    process.off('SIGINT', onInterrupt);
  }
};

const fits = ({ architecture, input }: RunFolderConfigInput, weights: StateDict): void =>
  checkWeights(architectureOf(parseArchitecture(architecture), { resolutionPx: input.resolutionPx }), weights);

const sourceStat = (source: string) =>
  stat(source).catch((cause: unknown) => {
    throw new SpineError({
      code: 'IMPORT_SOURCE_MISSING',
      reason: 'there is nothing to import here; check the path',
      where: { file: source },
      cause,
    });
  });

const KEYPOINT_RESOLUTION_PX = 512;
const RESOLUTION_OF_BACKBONE: Readonly<Record<string, number>> = {
  resnet18: 128,
  swin_tiny_patch4_window7_224: 224,
  convnext_nano: 224,
};
const ROI_SLICES = 5;

const descriptionOf = ({ source, architecture, slices, resolution }: ImportArguments) => {
  if (architecture === undefined)
    throw new SpineError({
      code: 'ARCHITECTURE_NEEDED',
      reason:
        'a single file does not say which network it belongs to; name it with --architecture (see spinestream import --help)',
      where: { file: source },
    });
  const config = parseArchitecture(jsonObject(architecture));
  const input =
    config.kind === 'keypoints'
      ? { slices: slices ?? config.inChannels, resolutionPx: resolution ?? KEYPOINT_RESOLUTION_PX }
      : {
          slices: slices ?? config.slices ?? ROI_SLICES,
          resolutionPx: resolution ?? RESOLUTION_OF_BACKBONE[config.backbone] ?? 224,
          sizeMm: 50,
        };
  return { architecture: { ...config }, input };
};

const jsonObject = (text: string): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
    throw new Error('it is not an object');
  } catch (cause) {
    throw new SpineError({
      code: 'ARCHITECTURE_MALFORMED',
      reason: `--architecture ${text}: expected JSON such as {"kind":"foraminal","backbone":"resnet18"}`,
      cause,
    });
  }
};
