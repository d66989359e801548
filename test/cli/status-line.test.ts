import { expect } from 'chai';
import { statusLine } from '../../src/cli/status-line.ts';
import { fakeTerminal } from '../support/fake-terminal.ts';

describe('statusLine', () => {
  it('stays below the lines that pass', () => {
    const { stream, lines } = fakeTerminal(80);
    const { show, say, end } = statusLine(stream);
    say('before');
    show(() => 'a long status, 1 of 9');
    say('between');
    show(() => '2 of 9');
    end();
    say('after');
    expect(lines).to.deep.equal(['before', 'between', '2 of 9', 'after', '']);
  });

  it('is cut where the terminal ends, and other lines are not', () => {
    const { stream, lines } = fakeTerminal(10);
    const { show, say } = statusLine(stream);
    show((columns) => `${columns} columns there are`);
    say('as long as it likes');
    expect(lines).to.deep.equal(['as long as it likes', '9 columns']);
  });

  it('is not drawn where the stream is no terminal', () => {
    const { stream, lines } = fakeTerminal(80, false);
    const { show, say, end } = statusLine(stream);
    show(() => 'status');
    say('line');
    end();
    expect(lines).to.deep.equal(['line', '']);
  });
});
