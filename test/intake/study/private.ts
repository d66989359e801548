import type { DataSet, Element } from './data-set.ts';

const CREATOR = '00090010';

/** Puts an element of a private block that precedes the description and the pixels. */
export const putPrivate = (dataSet: DataSet, number: number, element: Element): void => {
  dataSet.put(CREATOR, { vr: 'LO', value: 'SPINESTREAM TESTS' });
  dataSet.put(`000910${number.toString(16).padStart(2, '0').toUpperCase()}`, element);
};
