import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { parse } from 'yaml';
import { z } from 'zod';
import { BUILT_IN } from '../../src/config/built-in.ts';
import { builtInContext } from '../../src/config/check-files.ts';
import { checkPipeline } from '../../src/config/check-pipeline.ts';
import { pipelineJsonSchema } from '../../src/config/pipeline-schema.ts';
import { pipelinePath, shippedPipelines } from '../../src/config/shipped.ts';
import { BUILT_IN_OPERATORS } from '../../src/operators/built-in.ts';
import { BUILT_IN_OUTPUTS } from '../../src/streams/outputs/built-in.ts';
import { loadExperiments } from '../../src/training/experiment/load-experiments.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { ENSEMBLE_MODELS } from '../support/write-untrained-models.ts';

const NANO_WEIGHTS = fileURLToPath(new URL('../../weights/nano', import.meta.url));
const schema = pipelineJsonSchema(BUILT_IN);
const fits = (value: unknown): boolean => z.fromJSONSchema(schema).safeParse(value).success;

describe('the pipelines that come with the product', () => {
  const folder = temporaryFolder();

  it('are found by their names, unless the name is a path', () => {
    expect(shippedPipelines()).to.include.members(['global', 'keypoints', 'split', 'two-stage']);
    expect(pipelinePath('two-stage')).to.match(/pipelines[/\\]two-stage\.yaml$/);
    expect(pipelinePath('two-stage.yaml')).to.equal(pipelinePath('two-stage'));
    expect(pipelinePath(join('.', 'mine', 'two-stage'))).to.equal(join('.', 'mine', 'two-stage'));
    expect(pipelinePath('package.json')).to.equal('package.json');
    expect(pipelinePath('no-such-pipeline')).to.equal('no-such-pipeline');
  });

  it('are found where a folder has the name of one', async () => {
    const here = process.cwd();
    process.chdir(folder());
    try {
      await mkdir('demo');
      expect(pipelinePath('demo')).to.match(/pipelines[/\\]demo\.yaml$/);
      await writeFile('two-stage', '');
      expect(pipelinePath('two-stage')).to.equal('two-stage');
    } finally {
      process.chdir(here);
    }
  });

  for (const name of shippedPipelines())
    describe(name, () => {
      const text = () => readFile(pipelinePath(name), 'utf8');

      it('has no diagnostic, not even a warning', async () => {
        const { pipeline, diagnostics } = checkPipeline(await text(), name, builtInContext({ models: 'models' }));
        expect(diagnostics).to.deep.equal([]);
        expect(pipeline?.name).to.equal(name);
      });

      it('reads only what was written and not yet dropped, and keeps what its outputs read', async () => {
        const { pipeline } = checkPipeline(await text(), name, builtInContext({ models: 'models' }));
        const there = new Set<string>();
        for (const { operator, dropsAfter } of pipeline!.steps) {
          expect([...there]).to.include.members([...operator.reads]);
          for (const entry of operator.writes) there.add(entry);
          for (const entry of dropsAfter) there.delete(entry);
        }
        const read = new Set(pipeline!.outputs.flatMap(({ reads }) => reads));
        expect([...there].sort()).to.deep.equal([...read].sort());
      });

      it('names models that exist', async () => {
        const { pipeline } = checkPipeline(await text(), name, builtInContext({ models: 'models' }));
        const shipped = await readdir(NANO_WEIGHTS);
        const { experiments } = await loadExperiments('spinestream-2025', {});
        const trained = experiments.map((one) => one.name);
        const known = [...Object.keys(ENSEMBLE_MODELS), ...shipped, ...trained].map((model) => `models/${model}`);
        expect(known).to.include.members(pipeline!.models.map(({ path }) => path));
      });

      it('refers a share of its grades, or those below a threshold', async () => {
        const file = await text();
        const checked = (values: Readonly<Record<string, string>>) =>
          checkPipeline(file, name, builtInContext({ models: 'models', ...values }));
        if (!file.includes('submission:')) return; // grades nothing
        for (const values of [{ refer: '0.1', calibration: 'calibration.json' }, { refer_below: '0.7' }])
          expect(checked(values).diagnostics).to.deep.equal([]);
        const [uncalibrated] = checked({ refer: '0.1' }).diagnostics;
        expect(uncalibrated?.message).to.include('--set refer_below=0.7'); // as the next line does
        const { pipeline } = checked({ refer_below: '0.7' });
        const assess = JSON.parse(pipeline!.canonical).steps.find((step: object) => 'assess-confidence' in step);
        expect(assess['assess-confidence'].refer).to.deep.equal({ share: 0, threshold: 0.7 });
        expect(pipeline?.outputs.map((output) => output.name)).to.include('confidence');
      });

      it('fits the JSON schema that editors get', async () => {
        expect(fits(parse(await text()))).to.equal(true);
      });
    });
});

describe('pipelineJsonSchema', () => {
  const steps = (...items: readonly unknown[]) => ({ steps: items });

  it('leaves options with defaults out of what is required', () => {
    expect(fits(steps({ normalise: { selections: 'a', as: 'a' } }))).to.equal(true);
    expect(fits({ ...steps({ 'load-series': {} }), models: { a: 'path', b: { path: 'path' } } })).to.equal(true);
  });

  it('refuses what the check refuses', () => {
    for (const wrong of [
      {},
      steps(),
      steps({ normalise: { as: 'a' } }),
      steps({ normalise: { selections: 'a', as: 'a', resolution: 3 } }),
      steps({ normalise: { selections: 'a', as: 'a', resolutionPx: 'many' } }),
      steps({ normalize: { selections: 'a', as: 'a' } }),
      steps({ 'load-series': {}, normalise: { selections: 'a', as: 'a' } }),
      { ...steps({ 'load-series': {} }), outputs: [{ submission: {} }] },
      { ...steps({ 'load-series': {} }), output: [] },
    ])
      expect(fits(wrong), JSON.stringify(wrong)).to.equal(false);
  });

  it('describes every operator and output, and their options', () => {
    const text = JSON.stringify(schema);
    for (const { name, summary } of [...BUILT_IN_OPERATORS, ...BUILT_IN_OUTPUTS])
      expect(text).to.include(`"${name}"`).and.to.include(JSON.stringify(summary));
    expect(text).to.include('side of the square in millimetres');
  });
});
