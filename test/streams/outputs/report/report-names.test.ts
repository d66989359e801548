import { expect } from 'chai';
import fc from 'fast-check';
import { labelOfPage, type Named, reportNames } from '../../../../src/streams/outputs/report/report-names.ts';

const STUDY: Named = {
  id: 'DOE^JANE 1970',
  series: [
    {
      id: '1054713880',
      folder: '/data/DOE^JANE 1970/1054713880',
      files: [file('12.dcm', 12), file('JANE_007.dcm', 2)],
    },
    { id: '5', folder: '/data/DOE^JANE 1970/5' },
  ],
};

function file(name: string, instanceNumber: number) {
  return { name, instanceNumber, path: `/data/DOE^JANE 1970/1054713880/${name}` };
}

const names = (change: Partial<{ withIdentifiers: boolean; salt: string }> = {}, study = STUDY) =>
  reportNames(study, { withIdentifiers: false, salt: 'run', ...change });

describe('reportNames', () => {
  it('calls a study by a number that says nothing, the same in every page of a run and another in another run', () => {
    expect(names().study).to.match(/^[0-9a-f]{10}$/);
    expect(names().page).to.match(/^[0-9a-f]{32}$/);
    expect(labelOfPage(names().page)).to.equal(names().study);
    expect(names().study).to.equal(names({}, { ...STUDY, series: [] }).study);
    expect(names().study).to.not.equal(names({ salt: 'another run' }).study);
  });

  it('names a page the same for the same id and salt, and otherwise differently', () => {
    const [id, salt] = [fc.string({ minLength: 1 }), fc.string({ minLength: 1 })];
    const pageOf = (studyId: string, withSalt: string) => names({ salt: withSalt }, { id: studyId, series: [] }).page;
    fc.assert(
      fc.property(id, id, salt, salt, (a, b, one, other) => {
        expect(pageOf(a, one)).to.equal(pageOf(a, one));
        expect(pageOf(a, one) === pageOf(b, one)).to.equal(a === b);
        expect(pageOf(a, one) === pageOf(a, other)).to.equal(one === other);
      }),
    );
  });

  it('counts series', () => {
    expect([names().series('1054713880'), names().series('5'), names().series('6')]).to.deep.equal([
      'series 1',
      'series 2',
      'a series',
    ]);
    expect(names().series(undefined)).to.equal(undefined);
  });

  it('takes folders and telling file names out of texts, and leaves short numbers alone', () => {
    const { study, text } = names();
    expect(text('DOE^JANE 1970 / 1054713880: 5 of 5 slices up to 12.dcm')).to.equal(
      `${study} / series 1: 5 of 5 slices up to 12.dcm`,
    );
    expect(text('cannot open /data/DOE^JANE 1970/1054713880/JANE_007.dcm')).to.equal(
      'cannot open series 1 / instance 2',
    );
    expect(text('the square leaves the image at JANE_007.dcm')).to.equal('the square leaves the image at instance 2');
    expect(text('10547138801 is another number')).to.equal('10547138801 is another number');
  });

  it('takes names of files out of texts about a study that could not be loaded, those of copies too', () => {
    const slice = { header: { transferSyntaxUid: '' }, file: { name: 'a/JANE_1', path: '' } };
    const copies = [{ name: 'b/JANE_2', path: '' }];
    const found = names({}, { id: 'DOE', series: [{ id: '1.2.3', slices: [{ ...slice, copies }] }] });
    expect(found.text('JANE_1 and JANE_2 differ')).to.equal('a file and a file differ');
    expect([found.file('7.dcm'), found.file('JANE_1'), found.file('JANE_3')]).to.deep.equal([
      '7.dcm',
      'a file',
      undefined,
    ]);
  });

  it('gives places without file names that say something', () => {
    const { where } = names();
    expect(where({ studyId: STUDY.id, seriesId: '5', file: '3.dcm', operator: 'load-series' })).to.equal(
      'series 2 / 3.dcm / load-series',
    );
    expect(where({ file: 'JANE_007.dcm' })).to.equal('instance 2');
    expect(where({ file: '/somewhere/JANE.dcm' })).to.equal('');
    expect(where({})).to.equal('');
  });

  describe('with identifiers', () => {
    it('uses the names of the folders', () => {
      const { study, series, text } = names({ withIdentifiers: true });
      expect([study, series('5'), text('at JANE_007.dcm')]).to.deep.equal(['DOE^JANE 1970', '5', 'at JANE_007.dcm']);
    });

    it('names the page after the study where that can be the name of a file', () => {
      expect(names({ withIdentifiers: true }, { id: '4003253', series: [] }).page).to.equal('4003253');
      expect(names({ withIdentifiers: true }).page).to.equal(names().page);
      expect(names({ withIdentifiers: true }, { id: '..', series: [] }).page).to.match(/^[0-9a-f]{32}$/);
    });
  });
});
