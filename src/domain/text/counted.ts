/** `1 network`, `2 networks`, `2 studies`. @param many  plural, if it is not the singular with an s */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
