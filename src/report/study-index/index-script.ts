/** Builds rows from packed studies (index-data.ts), as index-page.ts does: keys for sorting and filtering, and markup on display. */
const ROWS_OF_DATA = `(({ levels, severities, notSeen, judged, studies }) => {
      const ESCAPES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
      const escaped = (text) => String(text).replace(/[&<>"']/g, (character) => ESCAPES[character]);
      const nameOf = (code) => code === 'u' ? notSeen : code === 'x' ? 'not graded' : severities[code];
      const square = (code, doubtful, level) => '<i class="q s' + code + (doubtful ? ' sd' : '') + '" title="' + escaped(levels[level] + ': ' + nameOf(code) + (doubtful ? ', doubtful' : '')) + '"></i>';
      const spoken = (code, doubtful, level) => (code !== '0' && code !== 'x') || doubtful ? [levels[level] + ' ' + nameOf(code) + (doubtful ? ' (doubtful)' : '')] : [];
      const cell = (codes, doubts) => '<td><span class="strip" aria-hidden="true">' + codes.map((code, level) => square(code, doubts[level] === '1', level)).join('') +
        '</span><span class="sr">' + escaped(codes.flatMap((code, level) => spoken(code, doubts[level] === '1', level)).join(', ') || 'none') + '</span></td>';
      const conditions = document.querySelectorAll('#studies thead th').length - (judged ? 4 : 3);
      return studies.map(([label, page, codes, doubts, severe, loss, warnings, failure], position) => {
        const unseen = codes.split('u').length - 1;
        const doubtful = doubts.split('1').length - 1;
        const greatest = Math.max(-1, ...[...codes].filter((code) => code >= '0' && code <= '9').map(Number));
        const remarks = [[unseen, notSeen], [doubtful, 'doubtful'], [warnings, warnings === 1 ? 'warning' : 'warnings']].flatMap(([count, what]) => count === 0 ? [] : [count + ' ' + what]).join(', ');
        const dataset = { position, severe: severe?.toFixed(4) ?? -1, loss: loss?.toFixed(4) ?? -1, state: failure === null ? warnings : 1e6, unsure: unseen + doubtful, greatest };
        const state = failure !== null ? '<span class="failed">failed</span> <code>' + escaped(failure) + '</code>'
          : remarks === '' ? '<span class="fine">no warning</span>' : '<span class="warned">' + remarks + '</span>';
        const strips = () => Array.from({ length: conditions }, (_, at) => [at * levels.length, (at + 1) * levels.length])
          .map(([begin, end]) => cell([...codes.slice(begin, end)], doubts.slice(begin, end))).join('');
        const graded = /[^x]/.test(codes);
        const html = () => '<tr' + Object.entries(dataset).map(([name, value]) => ' data-' + name + '="' + value + '"').join('') + '><th scope="row"><a href="' + escaped(page) + '">' + escaped(label) + '</a></th>' +
          (graded ? strips() : '<td colspan="' + conditions + '" class="none">not graded</td>') +
          '<td class="n">' + (severe === null ? '' : (100 * severe).toFixed(0) + '%') + '</td>' + (judged ? '<td class="n">' + (loss?.toFixed(3) ?? '') + '</td>' : '') + '<td>' + state + '</td></tr>\\n';
        return { dataset, hidden: false, text: label + ' ' + (failure !== null ? 'failed ' + failure : remarks || 'no warning'), html };
      });
    })`;

/** Sorting, filtering and keyboard control of the index. Without scripts, the page lists studies by name. */
export const INDEX_SCRIPT = `
(() => {
  'use strict';
  document.documentElement.classList.add('js');
  const start = () => {
    const body = document.querySelector('#studies tbody');
    if (!body) return;
    const all = document.getElementById('all');
    const rows = all ? ${ROWS_OF_DATA}(JSON.parse(all.textContent)) : [...body.rows];
    const textOf = (row) => row.text ?? row.cells[0].textContent + ' ' + row.cells[row.cells.length - 1].textContent;
    const texts = new Map(rows.map((row) => [row, textOf(row).toLowerCase()]));
    const find = document.getElementById('find');
    const only = document.getElementById('only');
    const shown = document.getElementById('shown');

    const KEEPS = {
      all: () => true,
      severe: (row) => Number(row.dataset.greatest) >= 2,
      moderate: (row) => Number(row.dataset.greatest) >= 1,
      unsure: (row) => Number(row.dataset.unsure) > 0,
      warned: (row) => Number(row.dataset.state) > 0,
      failed: (row) => Number(row.dataset.state) >= 1e6,
    };
    const most = body.rows.length;
    let from = 0;
    const paint = () => {
      const some = rows.filter((row) => !row.hidden);
      body.innerHTML = some.slice(from, from + most).map((row) => row.html()).join('');
      document.getElementById('range').textContent = some.length === 0 ? 'none' : (from + 1) + ' to ' + Math.min(from + most, some.length) + ' of ' + some.length;
      document.getElementById('earlier').disabled = from === 0;
      document.getElementById('later').disabled = from + most >= some.length;
    };
    const turn = (to) => { from = to; paint(); };

    const filter = () => {
      const words = find.value.toLowerCase().trim();
      let count = 0;
      for (const row of rows) {
        row.hidden = !(KEEPS[only.value](row) && texts.get(row).includes(words));
        count += row.hidden ? 0 : 1;
      }
      shown.textContent = count + ' of ' + rows.length + (all ? ' found' : ' shown');
      if (all) turn(0);
    };

    const sort = (button) => {
      const head = button.closest('th');
      const first = button.dataset.by === 'position' ? 'ascending' : 'descending';
      const now = head.getAttribute('aria-sort');
      const next = now === 'none' ? first : now === 'ascending' ? 'descending' : 'ascending';
      for (const one of document.querySelectorAll('th[aria-sort]')) one.setAttribute('aria-sort', one === head ? next : 'none');
      const sign = next === 'ascending' ? 1 : -1;
      const valueOf = (row) => Number(row.dataset[button.dataset.by]);
      rows.sort((a, b) => sign * (valueOf(a) - valueOf(b)) || a.dataset.position - b.dataset.position);
      if (all) turn(0);
      else body.append(...rows);
    };

    const move = (by) => {
      const links = [...body.rows].filter((row) => !row.hidden).map((row) => row.querySelector('a'));
      const at = links.indexOf(document.activeElement);
      const next = at < 0 ? 0 : Math.min(links.length - 1, Math.max(0, at + by));
      links[next]?.focus();
    };

    if (all) {
      document.getElementById('earlier').addEventListener('click', () => turn(from - most));
      document.getElementById('later').addEventListener('click', () => turn(from + most));
    }
    find.addEventListener('input', filter);
    only.addEventListener('change', filter);
    for (const button of document.querySelectorAll('thead button')) button.addEventListener('click', () => sort(button));
    document.addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      const typing = event.target === find || event.target === only;
      if (event.key === '/' && !typing) { event.preventDefault(); find.focus(); }
      if (event.key === 'Escape' && event.target === find) { find.value = ''; filter(); }
      if (event.target === only) return;
      if (event.key === 'ArrowDown') { event.preventDefault(); move(1); }
      if (event.key === 'ArrowUp' && !typing) { event.preventDefault(); move(-1); }
    });
    filter();
  };
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
  else start();
})();
`;
