import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { LOCATIONS } from '../../../../src/domain/vocabulary.ts';
import { loadExperiments } from '../../../../src/training/experiment/load-experiments.ts';
import { checkSamples } from '../../../../src/training/run/checks/check-samples.ts';
import { openData } from '../../../../src/training/run/open-data.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { rejectionOf } from '../../../support/thrown-by.ts';
import { labelledStudies, studyId } from '../../labelled-studies.ts';

const ALL = Array.from({ length: 5 }, (_, index) => studyId(index));
const allOf = (family: RegExp) =>
  ALL.flatMap((id) => LOCATIONS.filter((location) => family.test(location)).map((location) => `${id} ${location}`));

describe('checkSamples', () => {
  const folder = temporaryFolder();
  const messages = async (...names: readonly string[]): Promise<readonly string[]> => {
    const loaded = await Promise.all(names.map((name) => loadExperiments(name, { pretrained: 'none' })));
    const experiments = loaded.flatMap((one) => one.experiments);
    const all = await Promise.all(
      experiments.map(async (experiment) => ({ experiment, data: await openData(experiment, { data: folder() }) })),
    );
    return (await checkSamples(all)).map(({ message }) => message);
  };

  it('finds nothing where every location has a point', async () => {
    await labelledStudies(folder(), 5);
    expect(await messages('spinal-roi', 'foraminal-roi', 'subarticular-roi', 'global-roi', 'study-roi')).to.eql([]);
    expect(await messages('coord-sagt2', 'coord-sagt1', 'coord-axi')).to.eql([
      // five slices 4 mm apart end before the window of three at 16.8 mm to the left begins
      'coord_sagt1: 5 of 10 stacks are blank: no coordinate, series or slice; they are trained on all the same',
    ]);
  });

  it('counts blank regions of every input, whatever the network', async () => {
    await labelledStudies(folder(), 5, {
      unplaced: [
        '100 spinal_canal_stenosis_l1_l2',
        '101 spinal_canal_stenosis_l5_s1',
        '101 left_subarticular_stenosis_l1_l2',
        '101 right_subarticular_stenosis_l1_l2',
        '102 right_neural_foraminal_narrowing_l3_l4',
      ],
    });
    const why = 'no coordinate, series or slice; they are trained on all the same';
    expect(await messages('spinal-roi', 'foraminal-roi', 'subarticular-roi', 'global-roi', 'study-roi')).to.eql([
      `spinal_resnet18: 3 of 50 regions are blank (sagt2: 2 of 25, axial_centre: 1 of 25): ${why}`,
      `foraminal_resnet18: 1 of 50 regions are blank: ${why}`,
      `subarticular_resnet18: 2 of 50 regions are blank: ${why}`,
      `global_resnet18: 5 of 125 regions are blank (sagt2: 2 of 25, sagt1: 1 of 50, axial: 2 of 50): ${why}`,
      `study_resnet18: 5 of 125 regions are blank (sagt2: 2 of 25, sagt1: 1 of 50, axial: 2 of 50): ${why}`,
    ]);
  });

  it('counts stacks without a point, and refuses to train where all regions are blank', async () => {
    const ofStudy = LOCATIONS.filter((location) => location.startsWith('spinal')).map((location) => `100 ${location}`);
    await labelledStudies(folder(), 5, { unplaced: [...ofStudy, ...allOf(/foraminal/)] });
    expect(await messages('coord-sagt2')).to.eql([
      'coord_sagt2: 1 of 5 stacks are blank: no coordinate, series or slice; they are trained on all the same',
      'coord_sagt2: 1 of 5 samples have no labelled point, so that their heatmaps are zero',
    ]);
    const { code, reason } = await rejectionOf(messages('foraminal-roi'));
    expect([code, reason]).to.eql([
      'SAMPLES_ALL_BLANK',
      'foraminal_resnet18: 50 of 50 regions are blank, so there is nothing to learn from; check train_label_coordinates.csv and the kinds of series, or set labels.imputeFrom',
    ]);
  });

  it('gives a blank sample for a study whose points lie on a series of another kind, as the original does', async () => {
    await labelledStudies(folder(), 5);
    const file = join(folder(), 'train_label_coordinates.csv');
    await writeFile(file, (await readFile(file, 'utf8')).replaceAll('100,11,3,Spinal', '100,12,3,Spinal'));
    expect(await messages('coord-sagt2')).to.eql([
      'coord_sagt2: 1 of 5 stacks are blank: no coordinate, series or slice; they are trained on all the same',
      'coord_sagt2: 1 of 5 samples have no labelled point, so that their heatmaps are zero',
      'coord_sagt2: 5 labelled points lie on a series of another kind and count as missing; label-keypoints: { otherKind: keep } uses them',
    ]);
  });
});
