import { expect } from 'chai';
import { chooseEntry, type FileEntry } from '../../../src/models/weights/choose-entry.ts';
import { thrownBy } from '../../support/thrown-by.ts';

const NAMES = ['model.model.conv1.weight', 'model.rnn.weight_ih_l0', 'classifier.weight', 'classifier.bias'];
const wanted = new Set(NAMES);
const under = (prefix: string, names: readonly string[] = NAMES) => names.map((name) => prefix + name);
const entry = (path: string, names: readonly string[]): FileEntry => ({ path, names });

const taken = (entries: readonly FileEntry[], options: Parameters<typeof chooseEntry>[1] = { wanted }) => {
  const choice = chooseEntry(entries, options)!;
  const names = entries.find(({ path }) => path === choice.path)!.names.flatMap((name) => choice.nameOf(name) ?? []);
  return { ...choice, names };
};

describe('chooseEntry', () => {
  it('takes every wrapper off, by one rule, whatever stands beside the weights', () => {
    for (const prefix of ['', 'module.', '_orig_mod.', 'module._orig_mod.', 'model.', 'net.', 'my_network.'])
      expect(taken([entry('', under(prefix))]).names, prefix).to.eql(NAMES);
    const lightning = taken([entry('state_dict', [...under('model.'), 'loss.weight', 'val_acc.total'])]);
    expect([lightning.names, lightning.leftOut]).to.eql([NAMES, ['loss.weight', 'val_acc.total']]);
    const averaged = taken([entry('', ['n_averaged', ...under('module.'), '_extra_state'])]);
    expect([averaged.names, averaged.leftOut]).to.eql([NAMES, []]);
  });

  it('leaves what is no wrapper to the check of the weights', () => {
    expect(taken([entry('', [...NAMES, 'head.bias2'])]).names).to.eql([...NAMES, 'head.bias2']);
    expect(taken([entry('', NAMES.slice(1))]).names).to.eql(NAMES.slice(1));
    expect(taken([entry('', ['encoder.weight'])]).names).to.eql(['encoder.weight']);
  });

  it('knows wrappers that all names have where it does not know the network', () => {
    expect(taken([entry('', under('module._orig_mod.', ['conv1.weight', 'fc.bias']))], {}).names).to.eql([
      'conv1.weight',
      'fc.bias',
    ]);
    expect(taken([entry('', ['module.conv1.weight', 'fc.bias'])], {}).names).to.eql(['module.conv1.weight', 'fc.bias']);
  });

  it('takes plain weights before averaged ones, and says so', () => {
    const both = [entry('model_ema', NAMES), entry('model', under('module.'))];
    for (const options of [{ wanted }, {}]) {
      const { path, label, others } = taken(both, options);
      expect([path, label, others]).to.eql(['model', 'model', ['model_ema']]);
    }
    const inside = taken([entry('', [...NAMES, ...under('ema.')])]);
    expect([inside.names, inside.others, inside.leftOut]).to.eql([NAMES, ['ema'], under('ema.')]);
  });

  it('takes the entry that is named', () => {
    const both = [entry('model', NAMES), entry('model_ema', under('module.'))];
    const { path, names, others } = taken(both, { wanted, entry: 'model_ema' });
    expect([path, names, others]).to.eql(['model_ema', NAMES, []]);
    const inside = taken([entry('', [...NAMES, ...under('ema.')])], { wanted, entry: 'ema' });
    expect([inside.names, inside.leftOut]).to.eql([NAMES, NAMES]);
    const error = thrownBy(() => chooseEntry(both, { wanted, entry: 'ema' }));
    expect(String(error)).to.contain('no entry "ema" with weights; the file has "model", "model_ema"');
  });

  it('takes averaged weights where there are no others, and refuses to guess between equals', () => {
    expect(taken([entry('ema', NAMES), entry('stats', ['mean'])]).label).to.equal('ema');
    expect(taken([entry('swa_state_dict', ['n_averaged', ...under('module.')])]).names).to.eql(NAMES);
    for (const options of [{ wanted }, {}])
      expect(thrownBy(() => chooseEntry([entry('fold0', NAMES), entry('fold1', NAMES)], options))).to.have.property(
        'code',
        'WEIGHTS_ENTRY_AMBIGUOUS',
      );
  });

  it('has nothing to choose from where there is no entry', () => {
    expect(chooseEntry([], { wanted })).to.equal(undefined);
  });
});
