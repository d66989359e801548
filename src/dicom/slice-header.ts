export type { PixelDataPlace, SliceHeader } from '../domain/slice-header.ts';
