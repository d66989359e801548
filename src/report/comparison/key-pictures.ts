import { html, trusted } from '../html.ts';
import type { KeyPictures } from './compared-study.ts';

const VIEW = /<div class="view" id="view-([\w-]+)"/g;
const KEY_FIGURE =
  /<figure class="slice key current" data-where="([^"<>]*)">\s*<div class="frame" style="--ratio:([\d.]+)"><img src="(data:image\/jpeg;base64,[A-Za-z0-9+/=]+)" alt="([^"<>]*)"><svg class="over" viewBox="([\d. ]+)"/;
/** Only shapes and labels, which have no way to load or run anything. Text one character at a time, so that a mismatch takes linear time. */
const ONLY_MARKS = /^(?:<\/?(?:g|line|rect|circle|text)(?: [\w-]+="[^"<>]*")*\/?>|[^<>])*$/;

const marksOf = (view: string, key: string): string => {
  const [, marks = ''] = view.split(`<g id="${key}-marks">`);
  const [own = ''] = marks.split(/<\/g>\s*<\/defs>/);
  return ONLY_MARKS.test(own) ? own : '';
};

/** The key slices of a study's page with their marks, by view, as pictures of a page that compares runs. */
export const keyPictures = (page: string): KeyPictures => {
  const pictures = new Map<string, { where: string; markup: string }>();
  const views = [...page.matchAll(VIEW)];
  for (const [at, { 1: key = '', index }] of views.entries()) {
    const view = page.slice(index, views[at + 1]?.index);
    const [, where, ratio, source, alt, box] = KEY_FIGURE.exec(view) ?? [];
    if (where === undefined) continue;
    const frame = html`<div class="frame" style="--ratio:${ratio}"><img src="${source}" alt="${alt}"><svg class="over" viewBox="${box}" preserveAspectRatio="none" aria-hidden="true">${trusted(marksOf(view, key))}</svg></div>`;
    pictures.set(key, { where, markup: frame.markup });
  }
  return pictures;
};
