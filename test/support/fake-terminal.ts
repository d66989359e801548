import { clearLine, cursorTo, moveCursor } from 'node:readline';
import { Writable } from 'node:stream';

/** A terminal that knows carriage return, line feed, and what moves the cursor and clears the rest of a line; it does not wrap. */
export const fakeTerminal = (columns: number, isTTY = true) => {
  const lines: string[] = [''];
  let [row, column] = [0, 0];
  const put = (character: string) => {
    const line = lines[row] ?? '';
    lines[row] = `${line.slice(0, column).padEnd(column)}${character}${line.slice(column + 1)}`;
    column++;
  };
  const feed = () => {
    [row, column] = [row + 1, 0];
    if (row === lines.length) lines.push('');
  };
  const obey = (command: string) => {
    const number = Number.parseInt(command.slice(2), 10) || 0;
    if (command.endsWith('A')) row -= number;
    else if (command.endsWith('G')) column = Math.max(0, number - 1);
    else if (command.endsWith('K')) lines[row] = (lines[row] ?? '').slice(0, column);
  };
  const write = (text: string) => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what terminals are told by
    for (const part of text.match(/\u001b\[[?\d]*[a-zA-Z]|[\s\S]/g) ?? [])
      if (part.length > 1) obey(part);
      else if (part === '\r') column = 0;
      else if (part === '\n') feed();
      else put(part);
  };
  const stream = new Writable({
    decodeStrings: false,
    write: (chunk, _, done) => {
      write(String(chunk));
      done();
    },
  });
  const terminal = Object.assign(stream, {
    isTTY,
    columns,
    cursorTo: (x: number) => cursorTo(stream, x),
    moveCursor: (dx: number, dy: number) => moveCursor(stream, dx, dy),
    clearLine: (direction: -1 | 0 | 1) => clearLine(stream, direction),
  });
  return { stream: terminal, lines };
};
