import { expect } from 'chai';
import { builtInContext } from '../../src/config/check-files.ts';
import { checkPipeline } from '../../src/config/check-pipeline.ts';
import { coverageDiagnostics } from '../../src/config/grade-coverage.ts';
import { runFolderConfigOf } from '../../src/models/weights/run-folder-config.ts';

const KINDS = { spinal: 'spinal', axial: 'spinal_axial', foraminal: 'foraminal', subarticular: 'subarticular' };
const models = Object.entries(KINDS).map(([name, kind]) => ({
  name,
  path: `m/${name}`,
  config: runFolderConfigOf({ name, architecture: { kind }, input: { slices: 5, resolutionPx: 128 } }),
}));

/** A pipeline whose regions come from an operator that takes any, so that only the average is looked at. */
const pipelineWith = (average: string) => {
  const crop = (as: string) =>
    `  - select-slices: { keypoints: k, slices: 5, as: ${as} }\n  - crop-rois: { keypoints: k, selections: ${as}, as: ${as} }\n`;
  const text = `models: { coord: m/coord, spinal: m/spinal, axial: m/axial, foraminal: m/foraminal, subarticular: m/subarticular }
steps:
  - load-series: {}
  - select-slices: { kind: Sagittal T2/STIR, slices: 5, as: k }
  - normalise: { selections: k, as: k }
  - heatmap-keypoints: { model: coord, stacks: k, as: k }
${crop('r')}
  - classify: { model: spinal, rois: { sagt2: r, axial_centre: r }, as: spinal }
  - classify: { model: axial, rois: { axial_centre: r }, as: spinal-axial }
  - classify: { model: foraminal, rois: { sagt1: r }, as: foraminal }
  - classify: { model: subarticular, rois: { axial: r }, as: subarticular }
${average}
outputs:
  - submission: { probabilities: final }
`;
  const { pipeline, diagnostics } = checkPipeline(text, 'p.yaml', builtInContext({}));
  if (pipeline === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return pipeline;
};

const found = (average: string, known = models) =>
  coverageDiagnostics(pipelineWith(average), known).map(({ line, column, code, message }) => ({
    at: `${line}:${column}`,
    code,
    message,
  }));

const ALL = 'logits: [spinal, spinal-axial, foraminal, subarticular]';

describe('coverageDiagnostics', () => {
  it('finds a condition that two networks grade, and says the weights that make it even', () => {
    expect(found(`  - ensemble-average: { ${ALL}, as: final }`)).to.deep.equal([
      {
        at: '14:33',
        code: 'COVERAGE_UNEVEN',
        message:
          'ensemble-average: the weights of spinal, spinal-axial for spinal_canal_stenosis add up to 2, those of foraminal for left_neural_foraminal_narrowing to 1; set weights: { spinal: 0.5, spinal-axial: 0.5 }',
      },
    ]);
  });

  it('takes the weights that it recommends', () => {
    expect(found(`  - ensemble-average: { ${ALL}, weights: { spinal: 0.5, spinal-axial: 0.5 }, as: final }`)).to.eql(
      [],
    );
  });

  it('counts an average of averages once', () => {
    const canal = '  - ensemble-average: { logits: [spinal, spinal-axial], as: canal }\n';
    const of = 'logits: [canal, foraminal, subarticular]';
    expect(found(`${canal}  - ensemble-average: { ${of}, as: final }`)).to.eql([]);
  });

  it('judges nothing where a model is not known', () => {
    const known = models.filter(({ name }) => name !== 'axial');
    expect(found(`  - ensemble-average: { ${ALL}, as: final }`, known)).to.eql([]);
  });
});
