import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

/** A list of what the files of a folder export. */
interface List {
  /** The file that holds it, in the folder that it lists. */
  readonly file: string;
  readonly doc: string;
  readonly constant: string;
  readonly type: string;
  readonly typeFrom: string;
  /** How a file declares what is listed: its first group is the exported constant; its second, if any, the name that must be the file's. */
  readonly declared: RegExp;
  /** Of an exported constant, what is listed of it. */
  readonly of?: string;
}

/** `export const cropRois = defineOperator({ name: 'crop-rois', ...`. What has another name than its file is part of something else. */
const definedBy = (define: string): RegExp =>
  new RegExp(`^export const (\\w+) = ${define}\\(\\{\\s+name: '([\\w-]+)'`, 'gm');

const LISTS: readonly List[] = [
  {
    file: 'src/streams/sources/built-in.ts',
    doc: 'The built-in sources.',
    ...{ constant: 'BUILT_IN_SOURCES', type: 'SourceInfo', typeFrom: 'src/core/define-source.ts' },
    declared: definedBy('defineSource'),
  },
  {
    file: 'src/operators/built-in.ts',
    doc: `The built-in operators; \`spinestream operators\` lists them.

@example
import { BUILT_IN_OPERATORS } from 'spinestream/operators';

BUILT_IN_OPERATORS.find(({ name }) => name === 'normalise')?.summary; // 'Resize the selected slices, stack them...'`,
    ...{ constant: 'BUILT_IN_OPERATORS', type: 'OperatorInfo', typeFrom: 'src/core/define-operator.ts' },
    declared: definedBy('defineOperator'),
    of: 'spec',
  },
  {
    file: 'src/streams/outputs/built-in.ts',
    doc: `The built-in outputs; \`spinestream outputs\` lists them.

@example
import { BUILT_IN_OUTPUTS } from 'spinestream';

BUILT_IN_OUTPUTS.find(({ name }) => name === 'submission')?.columns; // ['row_id', 'normal_mild', 'moderate', 'severe']`,
    ...{ constant: 'BUILT_IN_OUTPUTS', type: 'OutputInfo', typeFrom: 'src/core/define-output.ts' },
    declared: definedBy('defineOutput'),
  },
  {
    file: 'src/dicom/codecs/list.ts',
    doc: 'Codecs, one file per family of transfer syntaxes.',
    ...{ constant: 'CODECS', type: 'Codec', typeFrom: 'src/dicom/codecs/codec.ts' },
    declared: /^export const (\w+): Codec = \{/gm,
  },
  {
    file: 'src/training/losses/built-in.ts',
    doc: 'Losses by the names that experiment files use.',
    ...{ constant: 'LOSSES', type: 'LossInfo', typeFrom: 'src/training/losses/define-loss.ts' },
    declared: /^export const (\w+) = defineLoss\(\{/gm,
  },
  {
    file: 'src/training/augmentations/built-in.ts',
    doc: 'Augmentations by the names that experiment files use, in the order of their application.',
    ...{
      constant: 'AUGMENTATIONS',
      type: 'AugmentationInfo',
      typeFrom: 'src/training/augmentations/define-augmentation.ts',
    },
    declared: /^export const (\w+) = defineAugmentation\(\{/gm,
  },
  {
    file: 'src/phantom/variations/built-in.ts',
    doc: 'Variations of hard phantoms, in the order of their application.',
    ...{
      constant: 'BUILT_IN_VARIATIONS',
      type: 'VariationInfo',
      typeFrom: 'src/phantom/variations/define-variation.ts',
    },
    declared: definedBy('defineVariation'),
  },
  {
    file: 'src/evaluation/metrics/declared/built-in.ts',
    doc: 'Metrics that an evaluation reports besides the score.',
    ...{ constant: 'METRICS', type: 'Metric', typeFrom: 'src/evaluation/metrics/declared/define-metric.ts' },
    declared: /^export const (\w+) = defineMetric\(\{/gm,
  },
];

/** Where a file is imported from, seen from a folder. */
const importPath = (folder: string, file: string): string => {
  const path = relative(folder, file);
  return path.startsWith('.') ? path : `./${path}`;
};

const LINE_WIDTH = 120;

/** As the formatter has it: on one line where that is not too long. */
const inBrackets = (head: string, open: string, parts: readonly string[], close: string): string => {
  const space = open === '{' ? ' ' : '';
  const line = `${head}${open}${space}${parts.join(', ')}${space}${close}`;
  return line.length <= LINE_WIDTH ? line : `${head}${open}\n${parts.map((part) => `  ${part},\n`).join('')}${close}`;
};

const docComment = (doc: string): string => {
  const lines = doc.split('\n');
  return lines.length === 1 ? `/** ${doc} */` : `/**\n${lines.map((line) => ` * ${line}`.trimEnd()).join('\n')}\n */`;
};

const textOf = ({ file, doc, constant, type, typeFrom, of }: List, found: ReadonlyMap<string, readonly string[]>) => {
  const folder = dirname(file);
  const key = (path: string) => importPath(folder, path).replace(/\.ts$/, '');
  const paths = [...found.keys()].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  const imports = [
    `import type { ${type} } from '${importPath(folder, typeFrom)}';`,
    ...paths.map(
      (path) =>
        `${inBrackets('import ', '{', [...(found.get(path) ?? [])].sort(), '}')} from '${importPath(folder, path)}';`,
    ),
  ];
  // imports of the same folder are in alphabetical order, behind those from above
  const [first = '', ...others] = imports;
  const ordered = first.includes("'../")
    ? imports
    : [first, ...others].sort((a, b) => (pathIn(a) < pathIn(b) ? -1 : 1));
  const items = paths.flatMap((path) => [...(found.get(path) ?? [])].sort());
  const list = inBrackets(
    `export const ${constant}: readonly ${type}[] = `,
    '[',
    items,
    `]${of === undefined ? '' : `.map(({ ${of} }) => ${of})`};`,
  );
  return `// Written by \`npm run generate\` from the files of this folder.\n${ordered.join('\n')}\n\n${docComment(doc)}\n${list}\n`;
};

/** Without the extension, so that `jpeg` comes before `jpeg-2000`. */
const pathIn = (line: string): string => /'(.+)\.ts'/.exec(line)?.[1] ?? '';

const exportsOf = async (list: List, file: string): Promise<readonly string[]> => {
  const text = await readFile(`${ROOT}${file}`, 'utf8');
  return [...text.matchAll(list.declared)].flatMap(([, constant = '', name]) =>
    name === undefined || name === basename(file, '.ts') ? [constant] : [],
  );
};

const filesIn = async (folder: string): Promise<readonly string[]> => {
  const entries = await readdir(`${ROOT}${folder}`, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts'))
    .map((entry) => relative(ROOT, `${entry.parentPath}/${entry.name}`));
};

/** The lists of built-in things by their files, made of what lies in the folders. */
export const builtInLists = async (): Promise<Readonly<Record<string, string>>> => {
  const texts: Record<string, string> = {};
  for (const list of LISTS) {
    const found = new Map<string, readonly string[]>();
    for (const file of await filesIn(dirname(list.file))) {
      const exported = file === list.file ? [] : await exportsOf(list, file);
      if (exported.length > 0) found.set(file, exported);
    }
    texts[list.file] = textOf(list, found);
  }
  return texts;
};
