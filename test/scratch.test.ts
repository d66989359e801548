import { labelRegions } from './support/label-regions.ts';
import { untrainedModels, untrainedRegionModels } from './support/untrained-models.ts';
import { fileEnv, through } from './support/operator-flow.ts';
import { goldenAverages, gradeDeviations } from './support/golden-grades.ts';
import { goldenRegions, regionDeviation } from './support/golden-regions.ts';
import { classify } from '../src/operators/classify.ts';
describe('scratch', () => {
  it('measures', async () => {
    let t = performance.now();
    const lap = (name: string) => { console.log(name, Math.round(performance.now() - t)); t = performance.now(); };
    await untrainedModels(); lap('write');
    const m = await untrainedRegionModels(); lap('load');
    const st = await labelRegions(); lap('regions');
    const env = fileEnv(m);
    const graded = new Map();
    for (const [id, state] of st) {
      const c = (model: string, rois: object) => classify(env, { model, rois, as: model });
      let s = state;
      for (const [model, rois] of [['spinal', {sagt2:'sagt2',axial_centre:'axial-centre'}],['foraminal',{sagt1:'sagt1'}],['subarticular',{axial:'axial'}],['global',{sagt2:'sagt2',sagt1:'sagt1',axial:'axial'}]] as const) { s = await through(s, c(model, rois)); }
      graded.set(id, await through(s, ...goldenAverages()));
    }
    lap('classify');
    console.log(gradeDeviations(graded, 'rois')); lap('grades');
    console.log(Math.max(...goldenRegions('rois').map((r) => regionDeviation(st.get(r.key.split('/')[0]!)!, r)))); lap('regions');
  }).timeout(100000);
});
