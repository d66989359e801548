import { expect } from 'chai';
import { LOCATIONS } from '../../../src/domain/vocabulary.ts';
import { locationResults } from '../../../src/interop/location-result.ts';
import { COMPREHENSIVE_3D_SR, structuredReport } from '../../../src/interop/sr/structured-report.ts';
import type { StudyResult } from '../../../src/interop/study-result.ts';
import { exampleResult, MR_IMAGE, sourceImage } from '../example-result.ts';
import { contentItems, itemsNamed, itemsOf, readObject, textOf, valuesOf } from '../read-object.ts';

const IMAGE = { sopClassUid: MR_IMAGE, sopInstanceUid: '2.25.99' };

/** A study of which everything was seen, with one keypoint. */
const plainResult = (pointPx = { xPx: 0, yPx: 0 }): StudyResult => ({
  ...exampleResult(1),
  failure: undefined,
  notices: [],
  series: [{ kind: 'Sagittal T1', seriesUid: '2.25.98', frameOfReferenceUid: '2.25.97', images: [IMAGE] }],
  grades: exampleResult(1).grades.map((grade) => ({
    ...grade,
    basis: { seen: 'all', doubtful: false, reasons: [] },
  })),
  keypoints: [
    {
      condition: 'left_neural_foraminal_narrowing',
      level: 'l4_l5',
      image: IMAGE,
      pointPx,
      patient: { pointMm: { x: 1, y: 2, z: -3 }, frameOfReferenceUid: '2.25.97' },
    },
  ],
});

const read = (result: StudyResult) => readObject(structuredReport(result).bytes);

describe('structuredReport', () => {
  it('writes one measurement group a location, tracked by its name and a UID of its own', () => {
    const groups = itemsNamed(read(plainResult()), '125007');
    const names = groups.map((group) =>
      itemsNamed(group, '112039')
        .map((item) => textOf(item, '0040A160'))
        .join(),
    );
    const uids = groups.map((group) =>
      itemsNamed(group, '112040')
        .map((item) => textOf(item, '0040A124'))
        .join(),
    );
    expect(names).to.deep.equal(LOCATIONS);
    expect(new Set(uids).size).to.equal(LOCATIONS.length);
  });

  it('puts the centre of the first pixel at (0.5, 0.5)', () => {
    const [point] = itemsNamed(read(plainResult({ xPx: 0, yPx: 0 })), '111030');
    expect(point && valuesOf(point, '00700022')).to.deep.equal([0.5, 0.5]);
  });

  it('writes the column before the row, and selects them from their image', () => {
    const [point] = itemsNamed(read(plainResult({ xPx: 10.25, yPx: 20 })), '111030');
    expect(point && valuesOf(point, '00700022')).to.deep.equal([10.75, 20.5]);
    const [image] = point === undefined ? [] : itemsOf(point, '0040A730');
    const [reference] = image === undefined ? [] : itemsOf(image, '00081199');
    expect(reference && textOf(reference, '00081155')).to.equal(IMAGE.sopInstanceUid);
  });

  it('gives the same UIDs and bytes for the same study, models and pipeline', () => {
    const [a, b] = [structuredReport(exampleResult(3)), structuredReport(exampleResult(3))];
    expect(a.sopInstanceUid).to.equal(b.sopInstanceUid);
    expect(Buffer.compare(a.bytes, b.bytes)).to.equal(0);
  });

  it('gives other UIDs for other weights, another pipeline, another study or more images', () => {
    const result = plainResult();
    const { maker, series } = result;
    const more = series.map((one) => ({ ...one, images: [...one.images, { ...IMAGE, sopInstanceUid: '2.25.96' }] }));
    const others: readonly StudyResult[] = [
      result,
      { ...result, maker: { ...maker, pipelineSha256: 'cd'.repeat(32) } },
      { ...result, maker: { ...maker, models: maker.models.slice(1) } },
      { ...result, maker: { ...maker, version: '0.2.0' } },
      { ...result, source: exampleResult(1, sourceImage({ '0020000D': ['UI', '2.25.8000'] })).source },
      { ...result, series: more },
    ];
    expect(new Set(others.map((one) => structuredReport(one).sopInstanceUid)).size).to.equal(others.length);
  });

  it('gives another UID for other content: a server keeps the first of two objects with one UID', () => {
    const result = plainResult();
    const [first, ...others] = result.grades;
    if (first === undefined) throw new Error('no grades');
    const { probabilities } = first;
    const nudged = probabilities.map((value, label) => (label === 0 ? value + 2 ** -40 : value));
    const changed: readonly StudyResult[] = [
      result,
      { ...result, grades: [{ ...first, probabilities: nudged }, ...others] },
      { ...result, notices: ['SERIES_MISSING'] },
      { ...result, keypoints: [] },
      { ...result, source: exampleResult(1, sourceImage({ '00100010': ['PN', 'Corrected^Name'] })).source },
    ];
    expect(new Set(changed.map((one) => structuredReport(one).sopInstanceUid)).size).to.equal(changed.length);
  });

  it('is dated by its images, not by a clock', () => {
    const object = read({ ...plainResult(), lastImageAt: '20260102103000.500000' });
    expect([textOf(object, '00080023'), textOf(object, '00080033')]).to.deep.equal(['20260102', '103000']);
    for (const tag of ['00080012', '00080013']) expect(object).to.not.have.property(tag);
  });

  it('has the attributes of patient and study, and a series of its own', () => {
    const object = read(plainResult());
    expect(textOf(object, '00080016')).to.equal(COMPREHENSIVE_3D_SR);
    expect(textOf(object, '00100020')).to.equal('ID-1');
    expect(textOf(object, '00080050')).to.equal('ACC-1');
    expect(textOf(object, '0020000D')).to.equal('2.25.7000');
    expect(textOf(object, '00080060')).to.equal('SR');
    expect(textOf(object, '0020000E'))
      .to.match(/^2\.25\.\d+$/)
      .and.not.equal('2.25.98');
  });

  it('says that it is for research only', () => {
    const object = read(plainResult());
    expect(textOf(object, '0008103E')).to.contain('research use only');
    expect(itemsNamed(object, '121106').map((item) => textOf(item, '0040A160'))).to.include(
      'For research use only. Not for diagnosis or treatment.',
    );
  });

  it('is complete where everything was seen', () => {
    expect(textOf(read(plainResult()), '0040A491')).to.equal('COMPLETE');
  });

  it('has neither probabilities nor a severity of what was not seen, and says why', () => {
    const seen = plainResult();
    const result: StudyResult = {
      ...seen,
      grades: seen.grades.map((grade, index) =>
        index === 0 ? { ...grade, basis: { seen: 'none', doubtful: false, reasons: ['SERIES_MISSING'] } } : grade,
      ),
    };
    const object = read(result);
    const [group, next] = itemsNamed(object, '125007');
    if (group === undefined || next === undefined) throw new Error('no groups');
    expect(itemsNamed(group, 'P_SEVERE')).to.have.length(0);
    expect(itemsNamed(next, 'P_SEVERE')).to.have.length(1);
    expect(itemsNamed(group, '246112005')).to.have.length(0);
    const codes = (name: string) =>
      itemsNamed(group, name).flatMap((item) => itemsOf(item, '0040A168').map((code) => textOf(code, '00080100')));
    expect(codes('SEEN')).to.deep.equal(['SEEN_NONE']);
    expect(codes('REASON')).to.deep.equal(['SERIES_MISSING']);
    expect(textOf(object, '0040A491')).to.equal('PARTIAL');
    expect(textOf(object, '0040A492')).to.equal('1 of 25 locations have no grade');
  });

  it('writes reason codes of more than 16 characters as long codes', () => {
    const seen = plainResult();
    const basis = { seen: 'all', doubtful: true, reasons: ['KEYPOINTS_IMPLAUSIBLE'] } as const;
    const object = read({ ...seen, grades: seen.grades.map((grade) => ({ ...grade, basis })) });
    const [reason] = itemsNamed(object, 'REASON');
    const [code] = reason === undefined ? [] : itemsOf(reason, '0040A168');
    expect(code && textOf(code, '00080119')).to.equal('KEYPOINTS_IMPLAUSIBLE');
  });

  it('says of a study that was not graded that it was not, and why', () => {
    const result: StudyResult = {
      ...plainResult(),
      series: [],
      grades: [],
      keypoints: [],
      failure: { code: 'NO_USABLE_SERIES' },
    };
    const object = read(result);
    const comments = itemsNamed(object, '121106').map((item) => textOf(item, '0040A160'));
    expect(comments).to.include('The study was not graded: NO_USABLE_SERIES.');
    expect(itemsNamed(object, '125007')).to.have.length(25);
    expect(itemsNamed(object, 'P_SEVERE')).to.have.length(0);
    expect(object).to.not.have.property('0040A375');
  });

  it('lists every image that its content refers to as evidence', () => {
    const references = (item: ReturnType<typeof read>) =>
      itemsOf(item, '00081199').map((reference) => textOf(reference, '00081155'));
    for (let seed = 0; seed < 20; seed++) {
      const object = read(exampleResult(seed));
      const listed = itemsOf(object, '0040A375')
        .flatMap((study) => itemsOf(study, '00081115'))
        .flatMap(references);
      expect(new Set(listed).size, 'each once').to.equal(listed.length);
      expect(new Set(contentItems(object).flatMap(references))).to.deep.equal(new Set(listed));
    }
  });

  it('calls the most probable severity of each location its severity', () => {
    const result = plainResult();
    const codes = ['NORMAL_MILD', '6736007', '24484000'];
    const expected = locationResults(result).map(
      ({ probabilities = [] }) => codes[probabilities.indexOf(Math.max(...probabilities))],
    );
    const groups = itemsNamed(read(result), '125007');
    const severities = groups.map((group) =>
      itemsNamed({ '0040A730': { Value: itemsOf(group, '0040A730').map(withoutChildren) } }, '246112005')
        .flatMap((item) => itemsOf(item, '0040A168'))
        .map((code) => textOf(code, '00080100'))
        .join(),
    );
    expect(severities).to.deep.equal(expected);
  });
});

const withoutChildren = (item: ReturnType<typeof readObject>) => ({ ...item, '0040A730': { Value: [] } });
