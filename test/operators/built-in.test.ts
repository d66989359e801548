import { expect } from 'chai';
import { registryOf } from '../../src/core/registry.ts';
import { BUILT_IN_OPERATORS } from '../../src/operators/built-in.ts';
import { thrownBy } from '../support/thrown-by.ts';

describe('registryOf', () => {
  it('finds every built-in operator by its name', () => {
    const { operators: registry } = registryOf({ operators: BUILT_IN_OPERATORS });
    expect([...registry.keys()]).to.deep.equal(BUILT_IN_OPERATORS.map(({ name }) => name));
    expect(registry.get('crop-rois')?.summary).to.match(/^Crop a square/);
  });

  it('refuses a second operator of a name', () => {
    const error = thrownBy(() => registryOf({ operators: [...BUILT_IN_OPERATORS, BUILT_IN_OPERATORS[0]!] }));
    expect(error.code).to.equal('PLUGIN_TWICE');
    expect(error.reason).to.equal(`two operators are called "${BUILT_IN_OPERATORS[0]!.name}"; rename one of them`);
  });
});

describe('the built-in operators', () => {
  for (const { name, summary, description } of BUILT_IN_OPERATORS)
    it(`${name} says in sentences what it does`, () => {
      expect(summary).to.match(/^[A-Z].*\.$/s);
      expect(description).to.match(/^[A-Z].*\.$/s);
    });
});
