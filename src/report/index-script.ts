/** Sorting, filtering and keys of the index. The page works without it, in the order of the study's names. */
export const INDEX_SCRIPT = `
(() => {
  'use strict';
  document.documentElement.classList.add('js');
  const start = () => {
    const body = document.querySelector('#studies tbody');
    if (!body) return;
    const rows = [...body.rows];
    const texts = new Map(rows.map((row) => [row, (row.cells[0].textContent + ' ' + row.cells[row.cells.length - 1].textContent).toLowerCase()]));
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
    const filter = () => {
      const words = find.value.toLowerCase().trim();
      let count = 0;
      for (const row of rows) {
        row.hidden = !(KEEPS[only.value](row) && texts.get(row).includes(words));
        count += row.hidden ? 0 : 1;
      }
      shown.textContent = count + ' of ' + rows.length + ' shown';
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
      body.append(...rows);
    };

    const move = (by) => {
      const links = rows.filter((row) => !row.hidden).map((row) => row.querySelector('a'));
      const at = links.indexOf(document.activeElement);
      const next = at < 0 ? 0 : Math.min(links.length - 1, Math.max(0, at + by));
      links[next]?.focus();
    };

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
