import { BASE_LINE, BLANK, CAP_HEIGHT, GLYPHS, type Glyph } from './stroke-font.ts';

const FIRST = '!'.charCodeAt(0);
const UNKNOWN = '?'.charCodeAt(0) - FIRST;

const glyphOf = (character: string): Glyph =>
  character === ' ' ? [BLANK, ''] : (GLYPHS[character.charCodeAt(0) - FIRST] ?? GLYPHS[UNKNOWN]!);

export interface StrokeText {
  readonly text: string;
  /** Left end of the baseline. */
  readonly xPx: number;
  readonly yPx: number;
  /** Cap height. */
  readonly capPx: number;
}

/** Width of a text in pixels. */
export const textWidth = ({ text, capPx }: Pick<StrokeText, 'text' | 'capPx'>): number =>
  ([...text].reduce((sum, character) => sum + glyphOf(character)[0], 0) * capPx) / CAP_HEIGHT;

/** One SVG path per letter, moved and scaled into place. */
export const textPaths = ({
  text,
  xPx,
  yPx,
  capPx,
}: StrokeText): readonly { readonly d: string; readonly transform: string }[] => {
  const scale = capPx / CAP_HEIGHT;
  let at = 0;
  const placed = [...text].map((character) => {
    const [advance, d] = glyphOf(character);
    const [x, y] = [xPx + at * scale, yPx - BASE_LINE * scale];
    at += advance;
    return { d, transform: `translate(${x.toFixed(2)} ${y.toFixed(2)}) scale(${scale.toFixed(4)})` };
  });
  return placed.filter(({ d }) => d !== '');
};
