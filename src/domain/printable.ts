const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]/gu;

const escaped = (character: string): string => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;

/** A text whose names come from files as they are, in one line that steers no terminal: control characters are written as `\u001b`. */
export const printable = (text: string): string => text.replaceAll(CONTROL, escaped);

/** As `printable`, of a text of several lines. */
export const printableLines = (text: string): string => text.split('\n').map(printable).join('\n');
