import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { elementCount } from '../../../src/domain/image.ts';
import { exportModel } from '../../../src/models/export/export-model.ts';
import { importBackbone } from '../../../src/models/import-backbone.ts';
import { atBatch } from '../../../src/models/nn/dim.ts';
import type { Tensors } from '../../../src/models/runtime/runtime.ts';
import { unitFill } from '../../../src/models/weights/fill.ts';
import { loadFold, writeRunFolder } from '../../../src/models/weights/run-folder.ts';
import { readSafetensors, writeSafetensors } from '../../../src/models/weights/safetensors/safetensors.ts';
import { type Architecture, architectureOf, type ImageConfig } from '../../../src/models/zoo/architecture.ts';
import { filledWeights } from '../../support/filled-weights.ts';
import { maxAbsDiff } from '../../support/goldens.ts';
import { describePyTorch, runPython } from '../../support/python.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { testRuntime } from '../../support/test-runtime.ts';

const script = (name: string): string => fileURLToPath(new URL(`./${name}`, import.meta.url));
const SLOW_MS = 300_000; // importing PyTorch alone takes seconds
const SLICES = 2;
/** Of the largest output: float32 sums in another order. */
const RELATIVE_TOL = 1e-5;

interface Case {
  readonly config: ImageConfig;
  readonly resolutionPx: number;
}

const EXPORTED: readonly Case[] = [
  { config: { kind: 'keypoints', encoder: 'resnet34', inChannels: 3, outChannels: 2 }, resolutionPx: 64 },
  { config: { kind: 'spinal', backbone: 'resnet18', hidden: 16, slices: SLICES }, resolutionPx: 64 },
  {
    config: { kind: 'foraminal', backbone: 'swin_tiny_patch4_window7_224', hidden: 16, slices: SLICES },
    resolutionPx: 224,
  },
  { config: { kind: 'foraminal', backbone: 'convnext_nano', hidden: 16, slices: SLICES }, resolutionPx: 64 },
];

const inputsOf = (network: Architecture): Tensors =>
  Object.fromEntries(
    network.inputs.map(({ name, shape: symbolic }) => {
      const shape = atBatch(symbolic, 2);
      return [name, { shape, data: unitFill(name, elementCount(shape)) }];
    }),
  );

describePyTorch('weights exported to PyTorch', () => {
  const runtime = testRuntime();
  const folder = temporaryFolder();

  for (const { config, resolutionPx } of EXPORTED) {
    const title = `${config.kind} on ${config.kind === 'keypoints' ? config.encoder : config.backbone}`;
    it(`load strictly and compute the same: ${title}`, async function () {
      this.timeout(SLOW_MS);
      const network = architectureOf(config, { resolutionPx });
      const weights = filledWeights(network);
      const description = { name: 'm', architecture: { ...config }, input: { slices: SLICES, resolutionPx } };
      await writeRunFolder(join(folder(), 'run'), {
        config: description,
        folds: [{ fold: 1, which: 'best', weights }],
      });
      const into = join(folder(), 'exported');
      const [file] = await exportModel(join(folder(), 'run'), { to: 'pt-compatible-safetensors', into });

      const given = inputsOf(network);
      const paths = { inputs: join(folder(), 'inputs.safetensors'), outputs: join(folder(), 'outputs.safetensors') };
      const numbered = network.inputs.map(({ name }, index) => {
        return [String(index), { dtype: 'float32' as const, ...given[name]! }] as const;
      });
      await writeSafetensors(paths.inputs, new Map(numbered));
      runPython(script('in-pytorch.py'), [{ ...config, ...paths, file: join(into, file!.file) }]);

      const theirs = (await readSafetensors(paths.outputs)).weights.get('output')!;
      const predictor = await runtime().load({ name: 'ours', architecture: network, weights });
      const ours = (await predictor.predict(given))[network.outputNames[0]!]!;
      expect(theirs.shape).to.deep.equal(ours.shape);
      const largest = ours.data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      expect(maxAbsDiff(Array.from(theirs.data, Number), ours.data)).to.be.lessThan(RELATIVE_TOL * largest);
    });
  }
});

interface Adapted {
  readonly backbone: string;
  readonly inChannels: number;
  /** Who folds the colours; default timm. */
  readonly by?: 'smp';
  readonly architecture: ImageConfig;
  readonly place: string;
}

const ADAPTED: readonly Adapted[] = [
  {
    backbone: 'resnet18',
    inChannels: 1,
    architecture: { kind: 'spinal', backbone: 'resnet18' },
    place: 'model_axi.model',
  },
  {
    backbone: 'resnet34',
    inChannels: 5,
    by: 'smp',
    architecture: { kind: 'keypoints', encoder: 'resnet34', inChannels: 5, outChannels: 5 },
    place: 'unet.encoder',
  },
  {
    backbone: 'swin_tiny_patch4_window7_224',
    inChannels: 1,
    architecture: { kind: 'foraminal', backbone: 'swin_tiny_patch4_window7_224' },
    place: 'model.model',
  },
  {
    backbone: 'convnext_nano',
    inChannels: 5,
    architecture: { kind: 'foraminal', backbone: 'convnext_nano', inChannels: 5 },
    place: 'model.model',
  },
];

describePyTorch('ImageNet checkpoints', () => {
  const folder = temporaryFolder();

  for (const { architecture, place, ...asked } of ADAPTED)
    it(`start ${asked.backbone} with ${asked.inChannels} channels as ${asked.by ?? 'timm'} does, bit by bit`, async function () {
      this.timeout(SLOW_MS);
      const checkpoint = join(folder(), 'imagenet.pt');
      const adapted = join(folder(), 'adapted.safetensors');
      runPython(script('adapted-by-timm.py'), [{ ...asked, checkpoint, adapted }]);
      const input = { slices: 5, resolutionPx: 224 };
      const run = await importBackbone(
        checkpoint,
        { architecture: { ...architecture }, input },
        { into: join(folder(), 'run') },
      );
      const ours = await loadFold(run, 1);
      for (const [name, theirs] of (await readSafetensors(adapted)).weights)
        expect(ours.get(`${place}.${name}`), name).to.deep.equal(theirs);
    });
});
