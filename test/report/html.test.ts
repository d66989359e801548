import { expect } from 'chai';
import { html, trusted } from '../../src/report/html.ts';

describe('html', () => {
  it('escapes what is put in, in texts and in attributes', () => {
    const name = `"><script>alert('x')</script>&`;
    expect(html`<p title="${name}">${name}</p>`.markup).to.equal(
      '<p title="&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;">&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;</p>',
    );
  });

  it('keeps markup, joins lists, and leaves out what is not there', () => {
    const items = ['a<b', 'c'].map((text) => html`<li>${text}</li>`);
    expect(html`<ul>${items}</ul>${undefined}${0}${trusted('<hr>')}`.markup).to.equal(
      '<ul><li>a&lt;b</li><li>c</li></ul>0<hr>',
    );
  });
});
