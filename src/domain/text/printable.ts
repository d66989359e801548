const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]/gu;

const escaped = (character: string): string => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;

/** Escapes a text from files for one line of terminal output: control characters become `\u001b`. */
export const printable = (text: string): string => text.replaceAll(CONTROL, escaped);

/** Like `printable`, for text of several lines. */
export const printableLines = (text: string): string => text.split('\n').map(printable).join('\n');
