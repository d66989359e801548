import { html, type Markup, trusted } from '../html.ts';
import type { KeyPictures } from './compared-study.ts';

/** `foraminal-left` -> `foraminal, left`; `subarticular-l4_l5` -> `subarticular, L4/L5`. */
const titleOfView = (key: string): string =>
  key
    .split('-')
    .map((part) => (/^l\d/.test(part) ? part.toUpperCase().replace('_', '/') : part))
    .join(', ');

const figure = (letter: string, pictures: KeyPictures, key: string): Markup => {
  const picture = pictures.get(key);
  if (picture === undefined) return html`<p class="none">${letter}: no picture</p>`;
  return html`<figure>${trusted(picture.markup)}<figcaption>${letter}: ${picture.where}</figcaption></figure>`;
};

/** Key slices of both runs with their keypoints, view by view; undefined if neither has a report. */
export const picturesSection = ({ a, b }: { readonly a: KeyPictures; readonly b: KeyPictures }): Markup | undefined => {
  const keys = [...new Set([...a.keys(), ...b.keys()])];
  if (keys.length === 0) return undefined;
  return html`<section><h2>Key slices</h2><div class="pairs">${keys.map(
    (key) => html`<div class="pair"><h3>${titleOfView(key)}</h3>${figure('A', a, key)}${figure('B', b, key)}</div>`,
  )}</div></section>`;
};
