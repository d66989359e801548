import { type DescribedFold, type DescribedRunFolder, describeRunFolder } from '../../models/describe-run-folder.ts';
import { formatShape } from '../../models/nn/dim.ts';
import type { NetworkInput } from '../../models/nn/network.ts';
import type { ArchitectureConfig } from '../../models/zoo/architecture.ts';
import { type CostedNetwork, level2Table, type NetworkCost, zooTable } from '../../models/zoo/zoo-table.ts';

/** Describes the zoo or one run folder as text or JSON. @throws RUN_FOLDER_*, MODEL_*, ONNX_* */
export const describeModels = async ({
  folder,
  json,
}: {
  readonly folder?: string | undefined;
  readonly json: boolean;
}): Promise<string> => {
  if (folder === undefined) {
    const zoo = [...zooTable(), ...level2Table()];
    return json ? `${JSON.stringify(zoo, undefined, 2)}\n` : zooText(zoo);
  }
  const described = await describeRunFolder(folder);
  return json ? `${JSON.stringify(described, undefined, 2)}\n` : runFolderText(described);
};

const millions = (count: number): string => `${(count / 1e6).toFixed(2)} M`;
const billions = (count: number): string => `${(count / 1e9).toFixed(2)} G`;
const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MiB`;

/** What distinguishes networks of one kind. */
const variantOf = (config: ArchitectureConfig): string => {
  if (config.kind === 'keypoints') return config.encoder;
  return config.kind === 'level_2' ? (config.layer ?? '') : config.backbone;
};

/** Lists inputs of one shape together. */
const inputsText = (inputs: readonly NetworkInput[]): string => {
  const shapes = [...new Set(inputs.map(({ shape }) => formatShape(shape)))];
  return shapes
    .map((shape) => {
      const names = inputs.filter((input) => formatShape(input.shape) === shape).map(({ name }) => name);
      return `${names.join(', ')} ${shape}`;
    })
    .join('; ');
};

/** Pads columns to their widest cell and right-aligns numbers. */
const table = (rows: readonly (readonly string[])[], right: readonly number[]): string => {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const cell = (text: string, column: number) =>
    right.includes(column) ? text.padStart(widths[column]!) : text.padEnd(widths[column]!);
  return rows.map((row) => `${row.map(cell).join('  ').trimEnd()}\n`).join('');
};

const zooText = (zoo: readonly CostedNetwork<ArchitectureConfig>[]): string =>
  table(
    [
      ['kind', 'backbone', 'parameters', 'multiply-adds', 'weights', 'inputs'],
      ...zoo.map((entry) => [
        entry.architecture.kind,
        variantOf(entry.architecture),
        millions(entry.parameters),
        billions(entry.multiplyAdds),
        mebibytes(entry.weightBytes),
        inputsText(entry.inputs),
      ]),
    ],
    [2, 3, 4],
  );

const costText = ({ parameters, multiplyAdds, weightBytes }: NetworkCost): string =>
  `${millions(parameters)} parameters, ${billions(multiplyAdds)} multiply-adds a sample, ${mebibytes(weightBytes)} of weights a fold`;

const foldText = ({ fold, best, last, train, validation }: DescribedFold): string => {
  const files = [...(best === undefined ? [] : [`best ${best}`]), ...(last === undefined ? [] : [`last ${last}`])];
  const studies = train === undefined ? '' : `  trained on ${train} studies, validated on ${validation}`;
  return `fold ${fold}  ${files.join('  ')}${studies}`;
};

const imagesText = ({ slices, resolutionPx, sizeMm }: NonNullable<DescribedRunFolder['input']>): string =>
  `${slices} slices of ${resolutionPx} x ${resolutionPx} pixels${sizeMm === undefined ? '' : `, squares of ${sizeMm} mm`}`;

const runFolderText = (described: DescribedRunFolder): string => {
  const { name, path, architecture, input, inputs, outputs, classes, cost, folds, source } = described;
  const lines: readonly (readonly [string, string])[] = [
    ['architecture', JSON.stringify(architecture)],
    ...(input === undefined ? [] : [['input', imagesText(input)] as const]),
    ['takes', inputsText(inputs)],
    ['gives', outputs.map((output) => `${output.name} ${formatShape(output.shape)}`).join('; ')],
    ...(classes === undefined ? [] : [['classes', classes.join(', ')] as const]),
    ...(cost === undefined ? [] : [['cost', costText(cost)] as const]),
    ['source', source === undefined ? 'unknown' : JSON.stringify(source)],
  ];
  const facts = lines.map(([label, text]) => `  ${label.padEnd(13)} ${text}\n`).join('');
  const weights = folds.length === 0 ? '  no weights\n' : folds.map((fold) => `  ${foldText(fold)}\n`).join('');
  return `${name} (${path})\n${facts}${weights}`;
};
