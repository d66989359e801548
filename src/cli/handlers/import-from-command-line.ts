import { stat } from 'node:fs/promises';
import { isRecord } from '../../domain/is-record.ts';
import { SpineError } from '../../domain/spine-error.ts';
import { importOnnx } from '../../models/external-onnx/import-onnx.ts';
import { importBackbone } from '../../models/import-backbone.ts';
import { checkWeights } from '../../models/nn/check-weights.ts';
import { parametersOf } from '../../models/nn/shapes.ts';
import { publicUrl, withDownload } from '../../models/pretrained/download.ts';
import type { PretrainedName } from '../../models/pretrained/known-files.ts';
import { importPretrained } from '../../models/pretrained/pretrained-folder.ts';
import { startOnnxRuntime } from '../../models/runtime/onnx/onnx-runtime.ts';
import type { ReadEntry } from '../../models/weights/choose-entry.ts';
import { entryName, quotedList } from '../../models/weights/errors.ts';
import { importCheckpoint, importRunFolder } from '../../models/weights/import-original.ts';
import type { RunFolder, RunFolderConfigInput } from '../../models/weights/run-folder.ts';
import type { StateDict } from '../../models/weights/state-dict.ts';
import { architectureOf } from '../../models/zoo/architecture.ts';
import { parseArchitecture } from '../../models/zoo/parse-architecture.ts';
import { usualInput } from '../../models/zoo/usual-input.ts';
import type { ImportArguments } from '../commands/models/import-command.ts';
import { argumentInvalid } from '../errors.ts';
import { keyValues } from '../options/key-values.ts';
import { abortedByInterrupt } from '../process/aborted-by-interrupt.ts';
import { writeFileProgress } from '../terminal/write-progress.ts';

/** Imports a run folder or a single file and prints what was written. */
export const importFromCommandLine = async (given: ImportArguments): Promise<void> => {
  if (given.backbone !== undefined) {
    const { file, sha256 } = await importBackboneFile(given, given.backbone);
    process.stdout.write(`${file}: SHA-256 of the source ${sha256}\n`);
    return;
  }
  if (given.source === undefined) throw sourceNeeded();
  const { path, config, folds } = await imported({ ...given, source: given.source });
  process.stdout.write(`${path}: ${config.architecture.kind}, fold ${folds.map(({ fold }) => fold).join(', ') || 1}\n`);
};

type WithSource = ImportArguments & { readonly source: string };

const imported = async (given: WithSource): Promise<RunFolder> => {
  const isFolder = (await sourceStat(given.source)).isDirectory();
  if (given.asInitialisation !== undefined) return importInitialisation(given, given.asInitialisation);
  if (!isFolder && (given.role !== undefined || given.source.endsWith('.onnx'))) return importOnnxModel(given);
  return importTrained(given, isFolder);
};

const importTrained = ({ source, out, overwrite, ...given }: WithSource, isFolder: boolean): Promise<RunFolder> =>
  abortedByInterrupt('the import was stopped; nothing was written', (signal) => {
    const options = {
      into: out,
      overwrite,
      signal,
      check: fits,
      wanted: namesWanted,
      entry: given.entry,
      onEntry: writeEntry,
      onProgress: writeFileProgress,
    };
    const folds = foldsIn(given.folds);
    if (isFolder) return importRunFolder(source, folds === undefined ? options : { ...options, folds });
    if (folds !== undefined) throw foldsOfFile(source);
    if (given.architecture === undefined) throw architectureNeeded(source);
    return importCheckpoint(source, descriptionOf('--architecture', given.architecture, given), options);
  });

const importInitialisation = ({ source, out, ...given }: WithSource, architecture: string): Promise<RunFolder> =>
  importBackbone(source, descriptionOf('--as-initialisation', architecture, given), { ...given, into: out });

const importOnnxModel = async ({ source, out, role, ...given }: WithSource): Promise<RunFolder> => {
  if (role === undefined) throw roleNeeded(source);
  const runtime = await startOnnxRuntime();
  try {
    const folder = await importOnnx(source, {
      role,
      renamed: {
        inputs: keyValues(given.input ?? [], { option: '--input', example: 'stack=input.1' }),
        outputs: keyValues(given.output ?? [], { option: '--output', example: 'heatmaps=output' }),
      },
      input: said(given),
      into: out,
      overwrite: given.overwrite,
      runtime,
    });
    if (folder.config.architecture.gives === 'probabilities')
      process.stderr.write(
        `${source}: gives probabilities, not logits (it ends in a softmax); their logarithms are taken where it is used\n`,
      );
    return folder;
  } finally {
    await runtime.close();
  }
};

const importBackboneFile = ({ source, out, mirror, sha256, entry }: ImportArguments, backbone: PretrainedName) =>
  abortedByInterrupt('the import was stopped; nothing was written', (signal) => {
    if (source !== undefined) return importPretrained(source, backbone, { folder: out, sha256, entry });
    const url = publicUrl(backbone, mirror);
    process.stderr.write(`${url}\n`);
    return withDownload(url, { folder: out, signal }, (file) =>
      importPretrained(file, backbone, { folder: out, source: url, sha256, entry }),
    );
  });

const namesWanted = ({ architecture, input }: RunFolderConfigInput): ReadonlySet<string> => {
  const network = architectureOf(parseArchitecture(architecture), input);
  return new Set(parametersOf(network).flatMap(({ name, constructed }) => (constructed === undefined ? [name] : [])));
};

/** Reports which weights of a file were chosen and which tensors were left out. */
const writeEntry = (file: string, { label, others, leftOut }: ReadEntry): void => {
  const say = (text: string) => void process.stderr.write(`${file}: ${text}\n`);
  if (label !== '' || others.length > 0) say(`took the weights of ${quotedList([entryName(label)])}`);
  if (others.length > 0)
    say(`did not take ${quotedList(others.map(entryName))}, which hold weights of this network, too; --entry chooses`);
  if (leftOut.length > 0)
    say(`left out ${leftOut.length} entries that are no weights of this network: ${quotedList(leftOut)}`);
};

const fits = ({ architecture, input }: RunFolderConfigInput, weights: StateDict): void =>
  checkWeights(architectureOf(parseArchitecture(architecture), input), weights);

const foldsIn = (text: string | undefined): readonly number[] | undefined => {
  if (text === undefined) return undefined;
  const folds = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  if (folds.every((fold) => Number.isInteger(fold) && fold >= 1)) return [...new Set(folds)];
  throw argumentInvalid(`--folds ${text}: expected whole numbers from 1 with commas between them, such as 1,3`);
};

const foldsOfFile = (source: string): SpineError =>
  new SpineError({
    code: 'ARGUMENT_INVALID',
    reason: '--folds chooses among the checkpoints of a run folder, but this is a file; leave it out',
    where: { file: source },
  });

const sourceNeeded = (): SpineError =>
  new SpineError({
    code: 'IMPORT_SOURCE_NEEDED',
    reason: 'import needs a run folder or a file, or --backbone for public ImageNet weights; name one',
  });

const sourceStat = (source: string) =>
  stat(source).catch((cause: unknown) => {
    throw new SpineError({
      code: 'IMPORT_SOURCE_MISSING',
      reason: 'there is nothing to import here; check the path',
      where: { file: source },
      cause,
    });
  });

const architectureNeeded = (source: string): SpineError =>
  new SpineError({
    code: 'ARCHITECTURE_NEEDED',
    reason:
      'a single file does not say which network it belongs to; name it with --architecture (see spinestream import --help)',
    where: { file: source },
  });

const roleNeeded = (source: string): SpineError =>
  new SpineError({
    code: 'ROLE_NEEDED',
    reason:
      'an ONNX file does not say what it is for; name the kind of model that it stands in for with --role (see spinestream import --help)',
    where: { file: source },
  });

type Said = Pick<ImportArguments, 'slices' | 'resolution'>;

const said = ({ slices, resolution }: Said) => ({
  ...(slices !== undefined && { slices }),
  ...(resolution !== undefined && { resolutionPx: resolution }),
});

const descriptionOf = (option: string, architecture: string, given: Said) => {
  const config = parseArchitecture(jsonObject(option, architecture));
  return { architecture: { ...config }, input: { ...usualInput(config, said(given)) } };
};

const jsonObject = (option: string, text: string): Readonly<Record<string, unknown>> => {
  try {
    const value: unknown = JSON.parse(text);
    if (isRecord(value)) return value;
    throw new Error('it is not an object');
  } catch (cause) {
    throw new SpineError({
      code: 'ARCHITECTURE_MALFORMED',
      reason: `${option} ${text}: expected JSON such as {"kind":"foraminal","backbone":"resnet18"}`,
      cause,
    });
  }
};
