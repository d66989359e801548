import { expect } from 'chai';
import fc from 'fast-check';
import { tracedOps } from '../../../../src/models/nn/gradient/traced-ops.ts';
import { type Differentiated, directionalDerivatives } from './directional-derivative.ts';
import { float64Interpreter } from './float64-interpreter.ts';
import { RULE_CASES } from './rule-cases.ts';

/** Constants of the rules are float32 (6e-8); central differences of step 1e-5 are good to about 1e-9. */
const TOLERANCE = 1e-6;

const agrees = (f: Differentiated): void => {
  for (const [index, { rule, difference }] of directionalDerivatives(f).entries())
    expect(rule, `parameter ${index}`).to.be.closeTo(difference, TOLERANCE * Math.max(1, Math.abs(difference)));
};

describe('backward rules agree with finite differences', () => {
  for (const [title, drawn] of Object.entries(RULE_CASES))
    it(title, () => fc.assert(fc.property(drawn, agrees), { numRuns: 20, seed: 1 }));

  it('for all operations of networks and losses', () => {
    const base = float64Interpreter(() => expect.fail('no parameters here'));
    const { nn } = tracedOps(base, { trains: () => true, dropoutMask: () => expect.fail('no dropout here') });
    const named = Object.keys(RULE_CASES).join(' ');
    const others = ['parameter', 'constant', 'shapeOf', 'eachStep']; // the last is tested with batchNorm
    expect(Object.keys(nn).filter((operation) => !named.includes(operation))).to.have.members(others);
  });
});
