import { expect } from 'chai';
import { batchNorm, conv, linear } from '../../../src/models/nn/layers.ts';
import { scopeOf } from '../../../src/models/nn/scope.ts';
import { parametersOf, summaryOf } from '../../../src/models/nn/shapes.ts';
import { thrownBy } from '../../support/thrown-by.ts';
import { network } from './run-network.ts';

const small = network({ picture: ['n', 2, 8, 8] }, (nn, [x]) => {
  const at = scopeOf(nn, 'net');
  const map = nn.relu(
    batchNorm(at.in('bn'), conv(at.in('conv'), x!, { out: 3, kernel: 3, stride: 2, padding: 1, bias: false })),
  );
  return [linear(at.in('fc'), nn.globalAveragePool(map), { out: 5 })];
});

describe('summaryOf', () => {
  it('lists parameters as PyTorch does: by place, weights before buffers', () => {
    const list = parametersOf(small).map(({ name, shape, dtype, role }) => [name, shape, dtype, role]);
    expect(list).to.eql([
      ['net.conv.weight', [3, 2, 3, 3], 'float32', 'parameter'],
      ['net.bn.weight', [3], 'float32', 'parameter'],
      ['net.bn.bias', [3], 'float32', 'parameter'],
      ['net.bn.running_mean', [3], 'float32', 'buffer'],
      ['net.bn.running_var', [3], 'float32', 'buffer'],
      ['net.bn.num_batches_tracked', [], 'int64', 'buffer'],
      ['net.fc.weight', [5, 3], 'float32', 'parameter'],
      ['net.fc.bias', [5], 'float32', 'parameter'],
    ]);
  });

  it('counts what is trained, multiply-adds a sample, and names outputs', () => {
    const { parameterCount, multiplyAdds, largestLayer, outputs } = summaryOf(small);
    expect(parameterCount).to.equal(54 + 3 + 3 + 15 + 5);
    expect(multiplyAdds).to.equal(3 * 4 * 4 * 2 * 9 + 5 * 3); // 16 positions, 18 products, 3 channels; then 3 x 5
    expect(largestLayer).to.equal(3 * 4 * 4); // what the convolution gives
    expect(outputs).to.eql([{ name: 'out0', shape: ['n', 5] }]);
  });

  it('lists a parameter once that two branches share', () => {
    const shared = network({ x: ['n', 4] }, (nn, [x]) => {
      const at = scopeOf(nn);
      return [nn.add(linear(at.in('fc'), x!, { out: 4 }), linear(at.in('fc'), nn.relu(x!), { out: 4 }))];
    });
    expect(parametersOf(shared).map(({ name }) => name)).to.eql(['fc.weight', 'fc.bias']);
  });

  it('refuses one name for two parameters', () => {
    const twice = network({ x: ['n', 4] }, (nn, [x]) => {
      const at = scopeOf(nn, 'fc');
      return [linear(at, linear(at, x!, { out: 3 }), { out: 3 })];
    });
    const error = thrownBy(() => summaryOf(twice));
    expect(error.code).to.equal('MODEL_PARAMETER_REDEFINED');
    expect(error.reason).to.equal(
      'parameter fc.weight has shape [3, 4], then [3, 3]; use another name for the second parameter',
    );
  });

  it('refuses a network that builds more outputs than it names', () => {
    const error = thrownBy(() => summaryOf(network({ x: ['n', 4] }, (_, [x]) => [x!, x!])));
    expect(error.code).to.equal('MODEL_OUTPUTS_DIFFER');
    expect(error.reason).to.equal('the network has 2 outputs, but 1 names (out0); name each output once');
  });
});
