/** `1 network`, `2 networks`, `2 studies`. @param many  plural, if it is not the singular with -s or -ies */
export const counted = (count: number, one: string, many = `${one.replace(/(?<=[^aeiou])y$/, 'ie')}s`): string =>
  `${count} ${count === 1 ? one : many}`;
