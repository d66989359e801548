import { expect } from 'chai';
import { externalFiles, externalLocations } from '../../../src/models/external-onnx/external-files.ts';
import { encodeModel, encodeModelWithoutWeights } from '../../../src/models/nn/onnx/encode-model.ts';
import { onnxGraphOf } from '../../../src/models/nn/onnx/graph-of.ts';
import { filledWeights } from '../../support/filled-weights.ts';
import { rejectionOf } from '../../support/thrown-by.ts';
import { testFolder } from '../weights/support/folder.ts';
import { heatmapNetwork } from './small-onnx.ts';

const graph = onnxGraphOf(heatmapNetwork());

/** A message field: its number, and bytes. */
const field = (number: number, ...bytes: readonly number[]): readonly number[] => [
  (number << 3) | 2,
  bytes.length,
  ...bytes,
];
const text = (value: string): readonly number[] => [...Buffer.from(value)];
/** A model with one weight outside, in a place of the graph. */
const modelWith = (location: string, inGraph: (tensor: readonly number[]) => readonly number[]): Uint8Array =>
  Uint8Array.from(field(7, ...inGraph(field(13, ...field(1, ...text('location')), ...field(2, ...text(location))))));

describe('externalLocations', () => {
  it('lists what weights outside are called, each once', async () => {
    expect(await externalLocations(encodeModelWithoutWeights(graph))).to.deep.equal(['head.weight', 'head.bias']);
  });

  it('finds none in a model that has its weights inside', async () => {
    expect(await externalLocations(encodeModel(graph, filledWeights(heatmapNetwork())))).to.deep.equal([]);
  });

  it('looks into constants of nodes and of graphs within nodes', async () => {
    const inNode = (tensor: readonly number[]) => field(1, ...field(5, ...field(5, ...tensor)));
    const inSubgraph = (tensor: readonly number[]) => field(1, ...field(5, ...field(6, ...field(5, ...tensor))));
    expect(await externalLocations(modelWith('w.bin', inNode))).to.deep.equal(['w.bin']);
    expect(await externalLocations(modelWith('w.bin', inSubgraph))).to.deep.equal(['w.bin']);
  });

  it('refuses bytes that end within a field', async () => {
    expect((await rejectionOf(externalLocations(Uint8Array.of(0x3a, 0x7f, 0x01)))).code).to.equal('ONNX_UNREADABLE');
  });
});

describe('externalFiles', () => {
  const folder = testFolder();

  it('refuses files outside the folder of the model', async () => {
    for (const location of ['../secret', '/etc/passwd', 'a/../../b', 'C:\\weights', '']) {
      const path = folder.file(
        'outside.onnx',
        modelWith(location, (tensor) => field(5, ...tensor)),
      );
      const error = await rejectionOf(externalFiles(path));
      expect(error.code, location).to.equal('ONNX_DATA_OUTSIDE');
      expect(error.reason).to.equal(
        `the model keeps weights in "${location}", outside its folder; export it with its weights inside the file or next to it`,
      );
    }
  });

  it('takes files in folders below', async () => {
    const path = folder.file(
      'below.onnx',
      modelWith('weights/w.bin', (tensor) => field(5, ...tensor)),
    );
    expect(await externalFiles(path)).to.deep.equal(['weights/w.bin']);
  });
});
