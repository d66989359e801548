import { expect } from 'chai';
import fc from 'fast-check';
import { patientsIn } from '../../../src/dicom/index.ts';

const named = (...names: readonly (readonly string[])[]) => names.map((patientName) => ({ patientName }));

describe('patientsIn', () => {
  it('goes by PatientID, and by names where there is none', () => {
    expect(patientsIn([])).to.deep.equal({ count: 0, names: 0 });
    expect(patientsIn([{ patientKey: 'a' }, { patientKey: 'b' }, {}])).to.deep.equal({ count: 2, names: 0 });
    expect(patientsIn(named(['DOE', 'JANE'], ['MARY', 'ROE']))).to.deep.equal({ count: 2, names: 0 });
    const one = named(['DOE', 'JANE'], ['MARY', 'ROE']).map((header) => ({ ...header, patientKey: 'a' }));
    expect(patientsIn(one)).to.deep.equal({ count: 1, names: 2 });
  });

  it('takes a name for that of one person where another has all of its parts', () => {
    expect(patientsIn(named(['DOE'], ['DOE', 'JANE'], ['DOE', 'JANE', 'MARY'])).count).to.equal(1);
    expect(patientsIn(named(['DOE', 'JANE'], ['DOE', 'JOHN'], ['DOE'])).count).to.equal(2);
  });

  it('counts the same whatever the order of images', () => {
    const name = fc
      .uniqueArray(fc.constantFrom('A', 'B', 'C', 'D'), { minLength: 1, maxLength: 3 })
      .map((parts) => parts.sort());
    fc.assert(
      fc.property(fc.array(name, { maxLength: 6 }), (names) => {
        expect(patientsIn(named(...names.toReversed())).count).to.equal(patientsIn(named(...names)).count);
        expect(patientsIn(named(...names, ...names))).to.deep.equal(patientsIn(named(...names)));
      }),
    );
  });
});
