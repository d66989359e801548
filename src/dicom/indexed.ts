export type { IndexedSeries, IndexedSlice, ListedFile } from '../domain/indexed.ts';
