import { expect } from 'chai';
import { checkOperator } from '../../src/core/conformance/index.ts';
import { BUILT_IN_OPERATORS } from '../../src/operators/built-in.ts';

describe('every built-in operator', () => {
  for (const spec of BUILT_IN_OPERATORS)
    describe(spec.name, () => {
      it('keeps every law of operators', async () => {
        const results = await checkOperator({ spec });
        expect(results.filter(({ outcome }) => outcome !== 'kept')).to.deep.equal([]);
      });
    });
});
