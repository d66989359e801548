import dcmjs from 'dcmjs';

/** An object as dcmjs reads it: values by keyword's tag. */
export type ReadElements = Readonly<Record<string, { readonly Value: readonly unknown[] }>>;

export const readObject = (bytes: Uint8Array): ReadElements =>
  dcmjs.data.DicomMessage.readFile(Uint8Array.from(bytes).buffer).dict;

export const valuesOf = (elements: ReadElements, tag: string): readonly unknown[] => elements[tag]?.Value ?? [];

/** The first value of an attribute as text; empty where there is none. */
export const textOf = (elements: ReadElements, tag: string): string => String(valuesOf(elements, tag)[0] ?? '');

const isElements = (value: unknown): value is ReadElements => typeof value === 'object' && value !== null;

/** Items of a sequence. */
export const itemsOf = (elements: ReadElements, tag: string): readonly ReadElements[] =>
  valuesOf(elements, tag).filter(isElements);

/** All items of a content tree, the root first. */
export const contentItems = (root: ReadElements): readonly ReadElements[] => [
  root,
  ...itemsOf(root, '0040A730').flatMap(contentItems),
];

const nameOf = (item: ReadElements): string =>
  itemsOf(item, '0040A043')
    .map((code) => textOf(code, '00080100') || textOf(code, '00080119'))
    .join();

/** Items of a content tree by the code of their concept name. */
export const itemsNamed = (root: ReadElements, code: string): readonly ReadElements[] =>
  contentItems(root).filter((item) => nameOf(item) === code);
