import { WINDOW_SCRIPT } from './window-script.ts';

/**
 * Script of a study's page: selects one level and side for all panels, and one slice per view. Without it, the page is a sheet of all slices. Nothing
 * is loaded, stored or sent.
 */
export const STUDY_SCRIPT = `
(() => {
  'use strict';
  document.documentElement.classList.add('js');
  const LEVELS = ['l1_l2', 'l2_l3', 'l3_l4', 'l4_l5', 'l5_s1'];
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  const start = () => {
    const panels = all('.panel');
    const said = document.getElementById('said');
    const chosen = { level: document.body.dataset.level, side: document.body.dataset.side };
    let active = panels[0];
    if (!active) return;

    const fits = (of, name) => of.dataset[name] === '' || of.dataset[name] === chosen[name];
    const viewIn = (panel) => panel.querySelector('.view.current');
    const slicesOf = (view) => all('.slice', view);
    const indexIn = (view) => slicesOf(view).findIndex((slice) => slice.classList.contains('current'));

    const showSlice = (view, index) => {
      const slices = slicesOf(view);
      const at = Math.min(slices.length - 1, Math.max(0, index));
      slices.forEach((slice, i) => slice.classList.toggle('current', i === at));
      const range = view.querySelector('input[type=range]');
      if (!range || !slices[at]) return;
      const { where } = slices[at].dataset;
      range.value = at;
      range.setAttribute('aria-valuetext', where);
      view.querySelector('output').textContent = where;
    };

    const choose = (level, side) => {
      if (level) chosen.level = level;
      if (side) chosen.side = side;
      for (const panel of panels) {
        const views = all('.view', panel);
        const current = views.find((view) => fits(view, 'level') && fits(view, 'side')) ?? views[0];
        for (const view of views) view.classList.toggle('current', view === current);
        for (const tab of all('.tabs button', panel))
          tab.setAttribute('aria-pressed', String(fits(tab, 'level') && fits(tab, 'side')));
        showSlice(current, indexIn(current));
        showWindow(panel);
      }
      for (const mark of all('.defs [data-level]')) mark.classList.toggle('sel', mark.dataset.level === chosen.level);
      for (const grade of all('.grade')) grade.classList.toggle('chosen', fits(grade, 'level') && fits(grade, 'side'));
    };

    const activate = (panel) => {
      active = panel;
      for (const one of panels) one.classList.toggle('active', one === panel);
    };

    const announce = (text) => { said.textContent = text; };
    const say = () => {
      const view = viewIn(active);
      const where = view.querySelector('.slice.current')?.dataset.where ?? 'no slice';
      announce(active.getAttribute('aria-label') + ', ' + chosen.level.replace('_', '/').toUpperCase() + ', ' + where);
    };

    ${WINDOW_SCRIPT}
    const step = (by) => {
      const view = viewIn(active);
      showSlice(view, indexIn(view) + by);
      say();
    };
    const stepLevel = (by) => {
      const index = LEVELS.indexOf(chosen.level) + by;
      choose(LEVELS[Math.min(LEVELS.length - 1, Math.max(0, index))]);
      say();
    };
    const flip = (id) => document.getElementById(id)?.click();

    const KEYS = {
      ArrowLeft: () => step(-1),
      ArrowRight: () => step(1),
      s: () => { choose(undefined, chosen.side === 'left' ? 'right' : 'left'); say(); },
      o: () => flip('toggle-heat'),
      m: () => flip('toggle-marks'),
      r: () => resetWindow(active),
    };
    LEVELS.forEach((level, index) => { KEYS[index + 1] = () => { choose(level); say(); }; });
    const IN_VIEWER = { ArrowUp: () => stepLevel(-1), ArrowDown: () => stepLevel(1) };

    document.addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.shiftKey && event.key in WINDOW_KEYS) {
        event.preventDefault();
        windowKey(event.key);
        return;
      }
      const inViewer = event.target.closest?.('.panel, .grades');
      const act = KEYS[event.key] ?? (inViewer ? IN_VIEWER[event.key] : undefined);
      if (!act) return;
      event.preventDefault();
      act();
    });

    for (const panel of panels) {
      panel.addEventListener('focusin', () => activate(panel));
      panel.addEventListener('pointerdown', () => activate(panel));
      panel.addEventListener('input', ({ target }) => { if (target.type === 'range') showSlice(target.closest('.view'), Number(target.value)); });
      panel.addEventListener('click', ({ target }) => {
        const tab = target.closest('.tabs button');
        if (tab) choose(tab.dataset.level, tab.dataset.side);
      });
      panel.addEventListener('wheel', (event) => {
        if (!event.target.closest('.frame') || !panel.contains(document.activeElement)) return;
        event.preventDefault();
        activate(panel);
        step(Math.sign(event.deltaY));
      }, { passive: false });
    }
    document.addEventListener('click', (event) => {
      const grade = event.target.closest?.('.grade');
      if (!grade) return;
      event.preventDefault();
      choose(grade.dataset.level, grade.dataset.side);
      const panel = document.getElementById('panel-' + grade.dataset.family);
      if (panel) activate(panel);
      say();
    });
    choose();
    activate(active);
  };
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
  else start();
})();
`;
