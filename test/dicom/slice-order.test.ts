import { expect } from 'chai';
import fc from 'fast-check';
import { isReversed, naturalOrder, sliceFilesOf, strayNamesIn } from '../../src/dicom/slice-order.ts';

describe('naturalOrder', () => {
  it('takes runs of digits as numbers', () => {
    expect(naturalOrder(['10.dcm', '9.dcm', '1.dcm', '100.dcm'])).to.deep.equal([
      '1.dcm',
      '9.dcm',
      '10.dcm',
      '100.dcm',
    ]);
  });

  it('compares text by character, and several numbers in turn', () => {
    expect(naturalOrder(['b1', 'a10b2', 'a10b1', 'a9', 'B1', 'a'])).to.deep.equal([
      'B1',
      'a',
      'a9',
      'a10b1',
      'a10b2',
      'b1',
    ]);
  });

  it('orders numbers beyond 2^53 exactly', () => {
    expect(naturalOrder(['9007199254740993', '9007199254740992'])).to.deep.equal([
      '9007199254740992',
      '9007199254740993',
    ]);
  });

  it('keeps the order of names whose numbers differ in leading zeros only, and does not change its argument', () => {
    const names = ['02', '2', '01', '1'];
    expect(naturalOrder(names)).to.deep.equal(['01', '1', '02', '2']);
    expect(names).to.deep.equal(['02', '2', '01', '1']);
  });

  it('sorts plain numbers by value and gives back every name', () => {
    fc.assert(
      fc.property(fc.array(fc.nat()), (numbers) => {
        const ordered = naturalOrder(numbers.map((n) => `${n}.dcm`));
        expect(ordered).to.deep.equal(numbers.toSorted((a, b) => a - b).map((n) => `${n}.dcm`));
      }),
    );
  });

  it('gives the same order wherever it starts from', () => {
    const name = fc.stringMatching(/^[a-c0-2]{0,5}$/);
    fc.assert(
      fc.property(fc.uniqueArray(name, { selector: (n) => n.replace(/0+(?=\d)/g, '') }), (names) => {
        expect(naturalOrder(names.toReversed())).to.deep.equal(naturalOrder(names));
      }),
    );
  });
});

describe('sliceFilesOf', () => {
  it('gives the .dcm files in natural order, with the number in the name', () => {
    expect(sliceFilesOf('/s', ['12.dcm', 'notes.txt', '3.DCM', '._3.dcm', 'dcm', '.dcm'])).to.deep.equal([
      { name: '3.DCM', path: '/s/3.DCM', instanceNumber: 3 },
      { name: '12.dcm', path: '/s/12.dcm', instanceNumber: 12 },
    ]);
  });

  it('counts from 1 in natural order where most names are no plain numbers', () => {
    const files = sliceFilesOf('/s', ['IM_0010.dcm', 'IM_0002.dcm', '7.dcm']);
    expect(files.map(({ name, instanceNumber }) => [name, instanceNumber])).to.deep.equal([
      ['7.dcm', 1],
      ['instance 2', 2],
      ['instance 3', 3],
    ]);
  });

  it('keeps the numbers that labels refer to where a stray name is among them', () => {
    const numbered = (...names: readonly string[]) =>
      sliceFilesOf('/s', names).map(({ name, instanceNumber }) => [name, instanceNumber]);
    expect(numbered('12.dcm', '3.dcm', '7.dcm', 'copy of 3.dcm', '10 (1).dcm')).to.deep.equal([
      ['3.dcm', 3],
      ['7.dcm', 7],
      ['instance 13', 13],
      ['12.dcm', 12],
      ['instance 14', 14],
    ]);
    expect(numbered('05.dcm', '5.dcm', '1.dcm')).to.deep.equal([
      ['1.dcm', 1],
      ['05.dcm', 6],
      ['5.dcm', 5],
    ]);
  });

  it('gives every slice a number of its own, and to a plain number that number, whatever the names', () => {
    const name = fc.oneof(
      fc.nat(30).map((n) => `${n}.dcm`),
      fc.stringMatching(/^[a-c0-3 ]{1,3}$/).map((n) => `x${n}.dcm`),
    );
    fc.assert(
      fc.property(fc.uniqueArray(name, { maxLength: 12 }), (names) => {
        const files = sliceFilesOf('/s', names);
        expect(new Set(files.map(({ instanceNumber }) => instanceNumber)).size).to.equal(names.length);
        const stray = strayNamesIn(names);
        const areNumbered = 2 * names.filter((one) => /^\d/.test(one)).length > names.length;
        for (const { name: one, instanceNumber } of files.filter(({ name: one }) => areNumbered && /^\d/.test(one)))
          expect([stray.includes(one), instanceNumber]).to.deep.equal([false, Number.parseInt(one, 10)]);
        expect(stray.length).to.equal(areNumbered ? names.filter((one) => !/^\d/.test(one)).length : 0);
      }),
    );
  });

  it('counts from 1 where two names hold the same number, and no others are there', () => {
    expect(sliceFilesOf('/s', ['5.dcm', '05.dcm']).map((file) => file.instanceNumber)).to.deep.equal([1, 2]);
  });

  it('is empty for a folder without slices', () => {
    expect(sliceFilesOf('/s', [])).to.deep.equal([]);
  });
});

describe('isReversed', () => {
  const origin = { x: 0, y: 0, z: 0 };

  it('follows the component that changes most', () => {
    expect(isReversed(origin, { x: -1, y: 0.5, z: 30 })).to.equal(false);
    expect(isReversed(origin, { x: 10, y: 0.5, z: -30 })).to.equal(true);
  });

  it('lets x decide before y and z where they change as much', () => {
    expect(isReversed(origin, { x: 4, y: -4, z: -4 })).to.equal(false);
    expect(isReversed(origin, { x: -4, y: 4, z: 4 })).to.equal(true);
  });

  it('leaves a single slice as it is', () => {
    expect(isReversed(origin, origin)).to.equal(false);
  });

  it('turns round when first and last are exchanged, unless two components change by the same amount', () => {
    const position = fc.record({ x: fc.integer(), y: fc.integer(), z: fc.integer() });
    fc.assert(
      fc.property(position, position, (a, b) => {
        const changes = [a.x - b.x, a.y - b.y, a.z - b.z];
        fc.pre(changes.some((change) => change !== 0));
        expect(isReversed(a, b)).to.equal(!isReversed(b, a));
      }),
    );
  });
});
