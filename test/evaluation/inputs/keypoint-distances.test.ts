import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { keypointDistances } from '../../../src/evaluation/inputs/keypoint-distances.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { rejectionOf } from '../../support/thrown-by.ts';
import { coordinatesTable, type Point, writeStudies } from './evaluated-runs.ts';

const ROUNDING_MM = 1e-9;

/** Images of 40 columns, 0.5 mm apart, and 20 rows, 3 mm apart; slices 4 mm apart. */
describe('keypointDistances', () => {
  const folder = temporaryFolder();
  const studies = () => join(folder(), 'studies');
  const predictedFile = () => join(folder(), 'coordinates.csv');

  const distances = async (labels: readonly Point[], predicted: readonly Point[]) => {
    await writeStudies(studies(), ['1', '2'], labels);
    await writeFile(predictedFile(), coordinatesTable(predicted, ['x_norm', 'y_norm']));
    return keypointDistances({
      labels: join(studies(), 'train_label_coordinates.csv'),
      predicted: predictedFile(),
      studies: { root: studies() },
    });
  };

  it('measures columns and rows by their own spacing', async () => {
    // 8 columns of 0.5 mm and 1 row of 3 mm: 4 and 3, so 5 mm
    const [found] = await distances([{ study: '1', x: 10, y: 5 }], [{ study: '1', x: 18 / 40, y: 6 / 20 }]);
    expect(found!.errorMm).to.be.closeTo(5, ROUNDING_MM);
    expect(found).to.include({ condition: 'spinal_canal_stenosis', level: 'l1_l2' });
  });

  it('takes a prediction without an instance to be on the labelled slice', async () => {
    const [found] = await distances([{ study: '1', x: 10, y: 5 }], [{ study: '1', instance: '', x: 0.25, y: 0.25 }]);
    expect(found!.errorMm).to.be.closeTo(0, ROUNDING_MM);
  });

  it('does not count the way from slice to slice', async () => {
    const [found] = await distances([{ study: '1', x: 10, y: 5 }], [{ study: '1', instance: 5, x: 0.25, y: 0.25 }]);
    expect(found!.errorMm).to.be.closeTo(0, ROUNDING_MM);
  });

  it('has no distance where nothing was found, and leaves out studies that were not graded', async () => {
    const labels = [
      { study: '1', x: 10, y: 5 },
      { study: '2', x: 10, y: 5 },
    ] as const;
    expect(await distances(labels, [{ study: '1', x: '', y: '' }])).to.eql([
      { condition: 'spinal_canal_stenosis', level: 'l1_l2', errorMm: undefined },
    ]);
  });

  it('refuses points of series and instances that are not there', async () => {
    const label = { study: '1', x: 10, y: 5 };
    const series = await rejectionOf(distances([label], [{ study: '1', series: '99', x: 0, y: 0 }]));
    expect(series.code).to.equal('EVALUATION_COORDINATE_UNPLACED');
    expect(series.message).to.equal(
      'study 1 / series 99: the coordinate of spinal_canal_stenosis l1_l2 refers to a series that the study does not have, or of a kind that is not graded; correct the coordinates, or give the studies that they belong to',
    );
    const instance = await rejectionOf(distances([{ ...label, instance: 77 }], [{ study: '1', x: 0, y: 0 }]));
    expect(instance.message).to.include('refers to instance 77, for which there is no file');
  });

  it('refuses what is not a number, condition or level, with its line', async () => {
    const wrong = async (from: string, to: string) => {
      const table = coordinatesTable([{ study: '1', x: 0.5, y: 0.5 }], ['x_norm', 'y_norm']).replace(from, to);
      await writeStudies(studies(), ['1'], []);
      await writeFile(predictedFile(), table);
      const labels = join(studies(), 'train_label_coordinates.csv');
      return (
        await rejectionOf(keypointDistances({ labels, predicted: predictedFile(), studies: { root: studies() } }))
      ).message;
    };
    expect(await wrong('0.5,0.5', '0.5,half')).to.equal(
      `${predictedFile()}:2: "half" in column "y_norm"; expected a number`,
    );
    expect(await wrong('L1/L2', 'L9')).to.equal(
      `${predictedFile()}:2: "L9" in column "level"; expected a level from L1/L2 to L5/S1`,
    );
    expect(await wrong('Spinal Canal', 'Spine')).to.match(
      /"Spine Stenosis" in column "condition"; expected a condition/,
    );
  });
});
