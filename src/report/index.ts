export { isDoubtful, isSeen, NOT_SEEN } from './basis-text.ts';
export { edgeLetters } from './edge-letters.ts';
export type { RgbPicture } from './encode-image.ts';
export { FAMILY_OF, viewKey } from './family-names.ts';
export { mostProbable } from './grades-table.ts';
export { type IndexGrade, type IndexStudy, indexPage } from './index-page.ts';
export { type KeyImage, keyImages } from './key-image/key-images.ts';
export * from './report-study.ts';
export { studyPage } from './study-page.ts';
