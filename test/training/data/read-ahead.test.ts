import { expect } from 'chai';
import { readAhead } from '../../../src/training/data/read-ahead.ts';

const turn = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('readAhead', () => {
  for (const count of [0, 3])
    it(`makes ${count} items ahead, and gives all in order`, async () => {
      let made = 0;
      const items = readAhead(
        (async function* () {
          while (made < 8) yield made++;
        })(),
        count,
      );
      expect((await items.next()).value).to.equal(0);
      await turn();
      expect(made).to.equal(1 + count);
      const rest: number[] = [];
      for await (const item of items) rest.push(item);
      expect(rest).to.deep.equal([1, 2, 3, 4, 5, 6, 7]);
    });
});
