/** A terminal that knows carriage return, line feed and "clear to the end of the line", and does not wrap. */
export const fakeTerminal = (columns: number, isTTY = true) => {
  const lines: string[] = [''];
  let column = 0;
  const put = (character: string) => {
    const line = lines.at(-1) ?? '';
    lines[lines.length - 1] = `${line.slice(0, column).padEnd(column)}${character}${line.slice(column + 1)}`;
    column++;
  };
  const write = (text: string) => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what terminals are told by
    for (const part of text.match(/\u001b\[K|[\s\S]/g) ?? [])
      if (part === '\u001b[K') lines[lines.length - 1] = (lines.at(-1) ?? '').slice(0, column);
      else if (part === '\r') column = 0;
      else if (part === '\n') [column] = [0, lines.push('')];
      else put(part);
    return true;
  };
  return { stream: { isTTY, columns, write }, lines };
};
