import { expect } from 'chai';
import { statusLine } from '../../../src/cli/terminal/status-line.ts';
import { fakeTerminal } from '../../support/fake-terminal.ts';

/** Without the spinner, whose look depends on the moment and the terminal. */
const shown = (line: string | undefined): string => (line ?? '').replace(/^\S {2}/, '');

describe('statusLine', () => {
  it('stays below whatever else is written', () => {
    const { stream, lines } = fakeTerminal(80);
    const { show, end } = statusLine(stream);
    stream.write('before\n');
    show(() => ({ text: '1 of 9' }));
    stream.write('between\nand more\n');
    const during = [...lines];
    end();
    stream.write('after\n');
    expect([...during.slice(0, -1), shown(during.at(-1))]).to.deep.equal(['before', 'between', 'and more', '1 of 9']);
    expect(lines).to.deep.equal(['before', 'between', 'and more', 'after', '']);
  });

  it('is cut where the terminal ends, with room for ^C, and other lines are not', () => {
    const { stream, lines } = fakeTerminal(20);
    const { show, end } = statusLine(stream);
    show(() => ({ text: '1 of 9 studies are done' }));
    stream.write('longer than this terminal is wide\n');
    const [longer, status] = [...lines];
    end();
    expect([longer, shown(status)]).to.deep.equal(['longer than this terminal is wide', '1 of 9 studies']);
    expect(`${status}^C`).to.have.lengthOf.below(20);
  });

  it('is printed from time to time where there is no terminal, and not again without progress', () => {
    const { stream, lines } = fakeTerminal(80, false);
    let seconds = 0;
    const { show } = statusLine(stream, () => 1000 * seconds);
    const states = ['0 done, 1/min', '1 done, 2/min', '1 done, 1/min', '1 done, 0/min', '2 done, 1/min'];
    for (const [index, text] of states.entries()) {
      seconds = 8 * index;
      show(() => ({ text, done: text.slice(0, 6) }));
    }
    for (const text of ['7 of 9', '7 of 9', '8 of 9']) {
      seconds += 60;
      show(() => ({ text }));
    }
    expect(lines).to.deep.equal(['1 done, 1/min', '2 done, 1/min', '7 of 9', '8 of 9', '']);
  });

  it('is not drawn where the stream is no terminal, or one that does not know its width', () => {
    for (const { stream, lines } of [fakeTerminal(80, false), fakeTerminal(0)]) {
      const { show, end } = statusLine(stream);
      show(() => ({ text: 'status' }));
      stream.write('line\n');
      end();
      expect(lines).to.deep.equal(['line', '']);
    }
  });
});
