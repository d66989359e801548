import { expect } from 'chai';
import fc from 'fast-check';
import { fileName, namesNobody, sliceName } from '../../src/domain/slice-name.ts';

describe('what messages call a slice or a file', () => {
  it('is its name where that is a number of up to five digits, and else says which one it is', () => {
    const paths = ['/s/7/12.dcm', 'C:\\s\\7\\12.DCM', '/s/7/123456.dcm', '/s/DOE_JANE.dcm', '/s/12'];
    expect(paths.map((path) => sliceName(path, 4))).to.deep.equal([
      '12.dcm',
      '12.DCM',
      'instance 4',
      'instance 4',
      'instance 4',
    ]);
    expect(paths.map((path) => fileName(path, 2, 50)).slice(1, 4)).to.deep.equal([
      '12.DCM',
      'file 3 of 50',
      'file 3 of 50',
    ]);
  });

  it('names nobody, whatever the file is called', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), (path, number) => {
        expect(namesNobody(sliceName(path, number)) && namesNobody(fileName(path, number, number + 1))).to.equal(true);
      }),
    );
    for (const name of ['JANE.dcm', '1234567.dcm', 'instance', 'my instance 2'])
      expect(namesNobody(name)).to.equal(false);
  });
});
