import { expect } from 'chai';
import { firstValueFrom, from, toArray } from 'rxjs';
import { classifyMirrored, mirroredRegion } from '../../examples/classify-mirrored.ts';
import { brokenLaws, checkFiles, entryOf, type OperatorEnv, type Stack } from '../../src/index.ts';
import { pretendedEnv, runPipelineFile } from './support.ts';

const FILE = 'examples/classify-mirrored.yaml';

const region: Stack = { site: {}, shape: [2, 2, 2], pixels: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8), blank: false };

describe('the example classify-mirrored', () => {
  it('mirrors sagittal stacks by the order of their slices', () => {
    expect([...mirroredRegion(region, 'sagittal').pixels]).to.deep.equal([5, 6, 7, 8, 1, 2, 3, 4]);
  });

  it('mirrors axial stacks by their columns', () => {
    expect([...mirroredRegion(region, 'axial').pixels]).to.deep.equal([2, 1, 4, 3, 6, 5, 8, 7]);
  });

  it('keeps the laws of operators', async () => {
    expect(await brokenLaws(classifyMirrored)).to.deep.equal([]);
  });

  it('asks for its model once a run, however many studies there are', async () => {
    const { example } = classifyMirrored.spec;
    const { models } = { ...pretendedEnv, ...example?.env?.() };
    let asked = 0;
    const get: OperatorEnv['models']['get'] = (name) => {
      asked++;
      return models.get(name);
    };
    const work = classifyMirrored.spec.bind(example?.options).start({ ...pretendedEnv, models: { get } });
    const studies = [example!.study(), example!.study(), example!.study()];
    const graded = await firstValueFrom(from(studies).pipe(work, toArray()));
    expect(graded).to.have.length(3);
    expect(asked).to.equal(1);
  });

  it('runs in its pipeline file', async () => {
    expect(await checkFiles([FILE], {})).to.deep.equal([]);
    const grades = entryOf(await runPipelineFile(FILE), 'probabilities.final');
    expect(grades.map(({ condition }) => condition)).to.deep.equal(Array(5).fill('spinal_canal_stenosis'));
  });
});
