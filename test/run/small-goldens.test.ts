import { readFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';
import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import { startOnnxRuntime } from '../../src/models/runtime/onnx/onnx-runtime.ts';
import { type ArchitectureConfig, architectureOf } from '../../src/models/zoo/architecture.ts';
import { gradeStudies } from '../../src/run/grade-studies.ts';
import { filledWeights } from '../support/filled-weights.ts';
import { goldenInput, maxAbsDiff } from '../support/goldens.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { untrainedModels } from '../support/untrained-models.ts';

/** As with the whole set of goldens: "2e-5 for logits", 1e-5 for probabilities, keypoints exactly. */
const LOGIT_TOL = 2e-5;
const PROBABILITY_TOL = 1e-5;

const FOLDER = fileURLToPath(new URL('../fixtures/goldens', import.meta.url));
const fixture = (name: string): Buffer => readFileSync(join(FOLDER, name));
const table = (text: string | Buffer): readonly Readonly<Record<string, string>>[] => parse(text, { columns: true });

interface GoldenNetwork {
  readonly model: string;
  readonly inputs: readonly { readonly fillName: string; readonly shape: readonly number[] }[];
  readonly logits: readonly number[];
}

const CONFIGS: Readonly<Record<string, ArchitectureConfig>> = {
  spinal_resnet18: { kind: 'spinal', backbone: 'resnet18' },
  foraminal_resnet18: { kind: 'foraminal', backbone: 'resnet18' },
  foraminal_swin_tiny: { kind: 'foraminal', backbone: 'swin_tiny_patch4_window7_224' },
  foraminal_convnext_nano: { kind: 'foraminal', backbone: 'convnext_nano' },
  subarticular_resnet18: { kind: 'subarticular', backbone: 'resnet18' },
};

describe('the numbers of the original that are in the repository', function () {
  this.timeout(300_000);
  const folder = temporaryFolder();

  for (const { model, inputs, logits } of JSON.parse(fixture('networks.json').toString()) as readonly GoldenNetwork[])
    it(`${model} gives its logits`, async () => {
      const runtime = await startOnnxRuntime({ threads: 1 });
      try {
        const network = architectureOf(CONFIGS[model]!, { resolutionPx: inputs[0]!.shape.at(-1)! });
        const predictor = await runtime.load({ name: model, architecture: network, weights: filledWeights(network) });
        const given = network.inputs.map(({ name }, index) => {
          const { fillName, shape } = inputs[index]!;
          return [name, { shape, data: goldenInput(fillName, shape) }] as const;
        });
        const [result] = Object.values(await predictor.predict(Object.fromEntries(given)));
        expect(maxAbsDiff(result!.data, logits)).to.be.at.most(LOGIT_TOL);
      } finally {
        await runtime.close();
      }
    });

  it('two-stage grades a study as the original does', async () => {
    const studies = join(folder(), 'studies');
    const files: Readonly<Record<string, string>> = JSON.parse(
      brotliDecompressSync(fixture('study.json.br')).toString(),
    );
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(studies, path)), { recursive: true });
      await writeFile(join(studies, path), content, 'base64');
    }
    const out = join(folder(), 'out');
    const models = await untrainedModels();
    const startRuntime = () => startOnnxRuntime({ threads: 1 });
    const run = { pipeline: 'two-stage', studies, models, out, variables: { rules: 'original' }, startRuntime };
    expect((await gradeStudies(run)).counts).to.include({ studies: 1, failed: 0 });

    const submission = table(await readFile(join(out, 'submission.csv')));
    const probabilities = ({ normal_mild, moderate, severe }: Readonly<Record<string, string>>) =>
      [normal_mild, moderate, severe].map(Number);
    const byRow = new Map(submission.map((row) => [row.row_id, probabilities(row)]));
    const expected = table(fixture('submission.csv'));
    expect(submission).to.have.length(expected.length);
    for (const row of expected)
      expect(maxAbsDiff(byRow.get(row.row_id) ?? [], probabilities(row)), row.row_id).to.be.at.most(PROBABILITY_TOL);

    const found = new Map(table(await readFile(join(out, 'coordinates.csv'))).map((row) => [row.row_id, row]));
    const keypoints = table(fixture('coordinates.csv')).filter(
      ({ series_id, x_norm }) => series_id !== '' && x_norm !== '',
    );
    expect(keypoints).to.have.length.greaterThan(10);
    for (const { row_id, x_norm, y_norm, instance_number } of keypoints) {
      const own = found.get(row_id);
      expect([Number(own?.x_norm), Number(own?.y_norm)], row_id).to.deep.equal([Number(x_norm), Number(y_norm)]);
      if (instance_number !== '') expect(Number(own?.instance_number), row_id).to.equal(Number(instance_number));
    }
  });
});
