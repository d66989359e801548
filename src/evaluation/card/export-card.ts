import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isOnnxConfig, parseOnnxConfig } from '../../models/external-onnx/onnx-config.ts';
import { sha256OfFile } from '../../models/sha256-of-file.ts';
import { writeWholeFolder } from '../../models/weights/write-whole-folder.ts';
import { type CardStatements, cardFacts } from './card-facts.ts';
import { cardFolderNotEmpty } from './errors.ts';
import { frontMatter } from './front-matter.ts';
import { modelCard } from './model-card.ts';
import { monaiMetadata } from './monai-metadata.ts';
import { withoutPaths } from './without-paths.ts';

/** Options of `exportCard`. */
export interface ExportCardOptions extends CardStatements {
  /** A new or empty folder. */
  readonly into: string;
  /** `evaluation.json` of a run with this model, or its folder. */
  readonly evaluation?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A file of a model card's folder. */
export interface CardFile {
  readonly file: string;
  readonly sha256: string;
}

/** Files of a run folder that belong to its weights and name no study; `splits.csv` lists studies and stays. */
const COPIED =
  /^(fold[1-9]\d*-(best|last)\.safetensors|fold[1-9]\d*-(peaks|features)\.json|image-statistics\.json|quantisation\.json|history\.jsonl|.+\.onnx)$/;

/** Weights that an imported ONNX file keeps in other files. */
const externalWeights = (architecture: { readonly kind?: unknown }): readonly string[] =>
  isOnnxConfig({ kind: architecture.kind }) ? parseOnnxConfig(architecture).data.map(({ file }) => file) : [];

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

/**
 * Writes a model card with the weights: `README.md` with the front matter of the Hugging Face Hub, `config.json` and
 * weights as they are, and `configs/metadata.json` with `docs/README.md` as in a MONAI bundle. Names no study. Writes
 * the folder atomically.
 * @throws RUN_FOLDER_*, CARD_*, EXPORT_FOLDER_NOT_EMPTY, the reason of `signal`
 *
 * @example
 * import { exportCard } from 'spinestream/evaluation';
 *
 * const files = await exportCard('weights/nano/nano_foraminal', { into: 'card', license: 'mit' });
 * files.map(({ file }) => file).filter((file) => file.endsWith('.md')); // ['README.md', 'docs/README.md']
 */
export const exportCard = async (folder: string, o: ExportCardOptions): Promise<readonly CardFile[]> => {
  const facts = await cardFacts(folder, o);
  const own = (await readdir(folder)).filter((name) => COPIED.test(name));
  const copied = [...new Set([...own, ...externalWeights(facts.model.architecture)])].sort();
  const names = ['README.md', 'config.json', 'configs/metadata.json', 'docs/README.md', ...copied];
  const text = await modelCard(facts, names);
  const written: Readonly<Record<string, string>> = {
    'README.md': `${await frontMatter(facts)}\n${text}`,
    'config.json': json(withoutPaths(JSON.parse(await readFile(join(folder, 'config.json'), 'utf8')))),
    'configs/metadata.json': json(monaiMetadata(facts)),
    'docs/README.md': text,
  };
  const files: CardFile[] = [];
  const fill = async (unfinished: string): Promise<void> => {
    for (const name of names) {
      o.signal?.throwIfAborted();
      await mkdir(dirname(join(unfinished, name)), { recursive: true });
      const content = written[name];
      if (content === undefined) await copyFile(join(folder, name), join(unfinished, name));
      else await writeFile(join(unfinished, name), content);
      files.push({ file: name, sha256: await sha256OfFile(join(unfinished, name)) });
    }
  };
  await writeWholeFolder(o.into, fill, cardFolderNotEmpty);
  return files;
};
