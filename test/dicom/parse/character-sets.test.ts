import { expect } from 'chai';
import { textIn } from '../../../src/dicom/parse/character-sets.ts';

/** One byte a character, `~` for escape. */
const bytes = (text: string): Uint8Array =>
  Uint8Array.from(text.replaceAll('~', '\u001b'), (character) => character.charCodeAt(0));

/** Names of PS3.5 annexes H to K, and of character sets of one byte. */
const NAMES: readonly (readonly [title: string, charsets: readonly string[], written: string, name: string])[] = [
  ['none', [], 'Example^Patient', 'Example^Patient'],
  ['Latin 1', ['ISO_IR 100'], 'Buc^J\xe9r\xf4me', 'Buc^Jérôme'],
  ['Latin 1 that is not declared', [], 'Buc^J\xe9r\xf4me', 'Buc^Jérôme'],
  ['Latin 2', ['ISO_IR 101'], 'W\xb3och', 'Włoch'],
  ['Latin 5', ['ISO_IR 148'], '\xc7avu\xfeo\xf0lu', 'Çavuşoğlu'],
  ['Cyrillic', ['ISO_IR 144'], '\xbb\xee\xda\x63\x65\xdc\xd1\x79\x70\xd3', 'Люкceмбypг'],
  ['Greek', ['ISO_IR 126'], '\xc4\xe9\xef\xed\xf5\xf3\xe9\xef\xf2', 'Διονυσιος'],
  ['Hebrew', ['ISO_IR 138'], '\xf9\xf8\xe5\xef^\xe3\xe1\xe5\xf8\xe4', 'שרון^דבורה'],
  ['Arabic', ['ISO_IR 127'], '\xe2\xc8\xc7\xe6\xea^\xe4\xe6\xd2\xc7\xd1', 'قباني^لنزار'],
  ['Thai', ['ISO_IR 166'], '\xb9\xd2\xc1', 'นาม'],
  [
    'Japanese in three groups (H.3.1)',
    ['ISO 2022 IR 87'],
    'Yamada^Tarou=~$B;3ED~(B^~$BB@O:~(B=~$B$d$^$@~(B^~$B$?$m$&~(B',
    'Yamada^Tarou=山田^太郎=やまだ^たろう',
  ],
  [
    'Japanese with katakana of one byte (H.3.2)',
    ['ISO 2022 IR 13', 'ISO 2022 IR 87'],
    '\xd4\xcf\xc0\xde^\xc0\xdb\xb3=~$B;3ED~(J^~$BB@O:~(J=~$B$d$^$@~(J^~$B$?$m$&~(J',
    'ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう',
  ],
  ['rare Japanese characters', ['ISO 2022 IR 159'], '~$(D0!~(B', '丂'],
  [
    'Korean (I.2)',
    ['ISO 2022 IR 149'],
    'Hong^Gildong=~$)C\xfb\xf3^~$)C\xd1\xce\xd4\xd7=~$)C\xc8\xab^~$)C\xb1\xe6\xb5\xbf',
    'Hong^Gildong=洪^吉洞=홍^길동',
  ],
  [
    'Chinese with escapes (K.2)',
    ['ISO 2022 IR 58'],
    'Zhang^XiaoDong=~$)A\xd5\xc5^~$)A\xd0\xa1\xb6\xab=',
    'Zhang^XiaoDong=张^小东=',
  ],
  ['Chinese, GB18030 (J.3)', ['GB18030'], 'Wang^XiaoDong=\xcd\xf5^\xd0\xa1\xb6\xab=', 'Wang^XiaoDong=王^小东='],
  ['Unicode (J.1)', ['ISO_IR 192'], 'Wang^XiaoDong=\xe7\x8e\x8b^\xe5\xb0\x8f\xe6\x9d\xb1=', 'Wang^XiaoDong=王^小東='],
  ['two sets of one byte', ['ISO 2022 IR 100', 'ISO 2022 IR 144'], '\xe9~-L\xbb\xee=\xe9', 'éЛю=é'],
];

describe('textIn', () => {
  for (const [title, charsets, written, name] of NAMES)
    it(`reads ${title}`, () => {
      expect(textIn(bytes(written), charsets, true)).to.equal(name);
    });

  it('goes on with a set behind ^ in what is no name', () => {
    expect(textIn(bytes('~-L\xbb^\xbb'), ['ISO 2022 IR 100'])).to.equal('Л^Л');
  });

  it('does not take the bytes of a wide character for a delimiter', () => {
    expect(textIn(bytes('~$B=^~(B^x'), ['ISO 2022 IR 87'], true)).to.equal(`${decode('=^')}^x`);
  });

  it('keeps an escape that the standard does not know', () => {
    expect(textIn(bytes('a~zb'), ['ISO 2022 IR 100'])).to.equal('a\u001bzb');
  });
});

/** A character of JIS X 0208 by the decoder of another encoding of it. */
const decode = (pair: string): string => new TextDecoder('iso-2022-jp').decode(bytes(`~$B${pair}~(B`));
