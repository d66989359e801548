import { expect } from 'chai';
import { indexStudy } from '../../../src/dicom/index.ts';
import { type DicomFixture, dicomFixture } from '../../support/dicom-fixture.ts';

/** A slice of these UIDs and date; an undefined one is left out. */
const image = (
  {
    study,
    frame,
    series = '1.5',
    sop,
    date,
  }: { study?: string; frame?: string; series?: string; sop?: string; date?: string },
  more: DicomFixture = {},
): Uint8Array => {
  const ui = (value: string | undefined) => (value === undefined ? undefined : (['UI', value] as const));
  return dicomFixture({
    ...more,
    set: {
      '00080018': ui(sop),
      '00080020': date === undefined ? undefined : ['DA', date],
      '0020000D': ui(study),
      '0020000E': ui(series),
      '00200052': ui(frame),
    },
  });
};

const indexed = (files: readonly Uint8Array[]) => {
  const listed = files.map((_, index) => ({ name: `${index}.dcm`, path: `${index}` }));
  return indexStudy(listed, async (path) => files[Number(path)]!);
};
const namesIn = async (files: readonly Uint8Array[]) =>
  (await indexed(files)).studies.map(({ slices }) => slices.map(({ file }) => file.name));

describe('indexStudy', () => {
  it('counts files that it cannot read, and does not name them', async () => {
    const files = ['a.dcm', 'DOE_JANE.dcm', '7.dcm', 'b.dcm'].map((name) => ({ name: `JANE/${name}`, path: name }));
    const read = async (path: string) => (/^[ab]/.test(path) ? image({ study: '1.2' }) : Uint8Array.of(1));
    const { unreadable } = await indexStudy(files, read);
    expect(unreadable.map(({ name, error }) => [name, error.where.file])).to.deep.equal([
      ['7.dcm', '7.dcm'],
      ['file 2 of 4', 'file 2 of 4'],
    ]);
    for (const { error } of unreadable) expect(error.message).not.to.include('JANE');
  });

  it('takes no fault of its own for one of a file', async () => {
    const odd = image({ study: '1.2' });
    Object.defineProperty(odd, 'byteOffset', {
      get: () => {
        throw new TypeError('a fault in the parser');
      },
    });
    const outcome = await indexed([odd]).catch((error: unknown) => error);
    expect(outcome).to.be.an.instanceof(TypeError);
  });

  it('tells two visits apart by date where they have one StudyInstanceUID, or none', async () => {
    for (const study of ['1.2', undefined]) {
      const visit = (date: string) => image({ ...(study !== undefined && { study }), date });
      const files = [visit('20190520'), visit('20240315'), visit('20240315')];
      expect(await namesIn(files)).to.deep.equal([['1.dcm', '2.dcm'], ['0.dcm']]);
    }
  });

  it('keeps images without a date, or without a StudyInstanceUID, with the one study that there is', async () => {
    const files = [image({ study: '1.2', date: '20240315' }), image({ study: '1.2' }), image({ date: '20240315' })];
    expect(await namesIn(files)).to.deep.equal([['0.dcm', '1.dcm', '2.dcm']]);
  });

  it('ignores UIDs of study and frame of reference that every image has its own of, and names them', async () => {
    const files = [1, 2, 3].map((n) => image({ study: `1.2.${n}`, frame: `1.3.${n}`, date: '20240315' }));
    const { studies } = await indexed(files);
    expect(studies.map(({ slices, ignoredUids }) => [slices.length, ignoredUids])).to.deep.equal([
      [3, ['StudyInstanceUID (0020,000D)', 'FrameOfReferenceUID (0020,0052)']],
    ]);
    for (const { header } of studies[0]!.slices)
      expect(header).to.deep.include({ studyUid: undefined, frameOfReferenceUid: undefined });
  });

  it('takes two images of two studies for that, and three of which two agree', async () => {
    expect(await namesIn([image({ study: '1.2.1' }), image({ study: '1.2.2' })])).to.have.length(2);
    const three = ['1.2.1', '1.2.2', '1.2.2'].map((study, n) => image({ study, frame: `1.3.${Math.min(n, 1)}` }));
    expect(await namesIn(three)).to.have.length(2);
  });

  it('takes files of one SOPInstanceUID for copies within a series alone', async () => {
    const file = (series: string) => image({ study: '1.2', series, sop: '1.9' });
    const { studies } = await indexed([file('1.5'), file('1.6'), file('1.5')]);
    const copies = studies[0]!.slices.map((slice) => [slice.file.name, slice.copies.map(({ name }) => name)]);
    expect(copies).to.deep.equal([
      ['0.dcm', ['2.dcm']],
      ['1.dcm', []],
    ]);
  });
});
