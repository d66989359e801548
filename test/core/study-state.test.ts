import { expect } from 'chai';
import { adding, addingAll, entryOf, stateOf, withAdditions, withoutEntries } from '../../src/core/study-state.ts';
import { thrownBy } from '../support/thrown-by.ts';

const study = stateOf({ id: '1', series: [] });
const odd = (code: string) => ({ code, message: code });

describe('StudyState', () => {
  it('grows by additions and keeps the order of warnings', () => {
    const first = withAdditions(study, adding('custom.a', 1, [odd('A')]));
    const second = withAdditions(first, addingAll(adding('custom.b', 2, [odd('B')]), adding('custom.c', 3)));
    expect([...second.entries]).to.deep.equal([
      ['custom.a', 1],
      ['custom.b', 2],
      ['custom.c', 3],
    ]);
    expect(second.warnings.map(({ code }) => code)).to.deep.equal(['A', 'B']);
    expect([...study.entries, ...study.warnings]).to.deep.equal([]);
  });

  it('lets entries go and keeps warnings', () => {
    const state = withAdditions(study, addingAll(adding('custom.a', 1, [odd('A')]), adding('custom.b', 2)));
    const left = withoutEntries(state, ['custom.a', 'custom.never']);
    expect([...left.entries.keys()]).to.deep.equal(['custom.b']);
    expect(left.warnings).to.deep.equal([odd('A')]);
    expect(state.entries.has('custom.a')).to.equal(true);
  });

  it('gives an entry that holds nothing as it is', () => {
    expect(entryOf(withAdditions(study, adding('custom.a', undefined)), 'custom.a')).to.equal(undefined);
  });

  it('says which entry is missing, and what is there', () => {
    const empty = thrownBy(() => entryOf(study, 'stacks.sagt2'));
    expect(empty.code).to.equal('ENTRY_MISSING');
    expect(empty.reason).to.equal(
      'reads the entry "stacks.sagt2", which was not given to it (given: nothing); declare it in "reads" and add the operator that writes it',
    );
    const state = withAdditions(study, addingAll(adding('custom.a', 1), adding('custom.b', 2)));
    expect(thrownBy(() => entryOf(state, 'rois.x')).reason).to.include('(given: custom.a, custom.b)');
  });
});
