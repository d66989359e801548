import { expect } from 'chai';
import { builtInContext } from '../../src/config/check-files.ts';
import { checkPipeline } from '../../src/config/check-pipeline.ts';
import { level2Diagnostics } from '../../src/config/level-2-networks.ts';
import { runFolderConfigOf } from '../../src/models/weights/run-folder-config.ts';

const architecture = { kind: 'level_2', networks: { foraminal: 'foraminal', global: 'global' } };
const recorded = { name: 'level_2', path: 'm/level_2', config: runFolderConfigOf({ name: 'l', architecture }) };

/** Diagnostics of a pipeline that combines these logits; their networks are of no interest here. */
const found = (logits: string, models = [recorded]) => {
  const text = `models: { coord: m/coord, foraminal: m/foraminal, global: m/global, level_2: m/level_2 }
steps:
  - load-series: {}
  - select-slices: { kind: Sagittal T2/STIR, slices: 5, as: k }
  - normalise: { selections: k, as: k }
  - heatmap-keypoints: { model: coord, stacks: k, as: k }
  - select-slices: { keypoints: k, slices: 5, as: r }
  - crop-rois: { keypoints: k, selections: r, as: r }
  - classify: { model: foraminal, rois: { sagt1: r }, as: foraminal }
  - classify: { model: global, rois: { sagt2: r, sagt1: r, axial: r }, as: global }
  - combine-logits: { model: level_2, logits: ${logits}, as: final }
outputs:
  - submission: { probabilities: final }
`;
  const { pipeline, diagnostics } = checkPipeline(text, 'p.yaml', builtInContext({}));
  if (pipeline === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return level2Diagnostics(pipeline, models).map(({ line, column, code, message }) => ({
    at: `${line}:${column}`,
    code,
    message,
  }));
};

describe('level2Diagnostics', () => {
  it('finds logits of other networks than those of the training, in any order', () => {
    expect(found('[global, foraminal]')).to.eql([]);
    expect(found('[global]')).to.eql([
      {
        at: '11:47',
        code: 'NETWORKS_DIFFER',
        message:
          'combine-logits: model "level_2" combines the logits foraminal, global, but "logits" names global; give the logits of the same networks under the same names',
      },
    ]);
  });

  it('skips models that are not there, and leaves other kinds to the operator', () => {
    expect(found('[global]', [])).to.eql([]);
    const config = runFolderConfigOf({
      ...{ name: 'f', architecture: { kind: 'foraminal' }, input: { slices: 5, resolutionPx: 64 } },
    });
    expect(found('[global]', [{ ...recorded, config }])).to.eql([]);
  });
});
