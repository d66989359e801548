import { expect } from 'chai';
import { BUILT_IN } from '../../../src/config/built-in.ts';
import { checkPlugin } from '../../../src/core/conformance/index.ts';
import { PLUGIN_KINDS } from '../../../src/core/registry.ts';
import { basis } from '../../../src/streams/outputs/submission.ts';

/**
 * Their studies are on a server or in archives: tried in test/streams/sources/dicomweb-laws.test.ts and zip.test.ts. A queue hands each study out
 * once, so that it is no example of what a source gives when it is opened twice; test/streams/queue has its laws.
 */
const OTHERWISE_TRIED = ['dicomweb', 'queue', 'zip'];
const COMPANIONS = { sources: [], operators: [], outputs: [basis] } as const;

for (const kind of PLUGIN_KINDS)
  describe(`the built-in ${kind}`, () => {
    for (const info of [...BUILT_IN[kind].values(), ...COMPANIONS[kind]])
      if (!OTHERWISE_TRIED.includes(info.name))
        it(`${info.name} keeps every law`, async () => {
          const results = await checkPlugin(info);
          expect(results.filter(({ outcome }) => outcome !== 'kept')).to.deep.equal([]);
        }).timeout(60_000);
  });
