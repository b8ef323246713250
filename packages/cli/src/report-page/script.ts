/** Filters and sorts what stands in the page. It runs in browsers, and makes no request. */
export const pageScript = `'use strict';
(() => {
  const form = document.getElementById('filter');
  if (form === null) return;
  const said = document.getElementById('filter-said');
  const text = document.getElementById('filter-text');
  const choices = [...form.querySelectorAll('select')];
  const rows = [...document.querySelectorAll('[data-status]')];
  const collate = new Intl.Collator('en', { numeric: true }).compare;
  const compare = (a, b) => (Number.isNaN(a - b) ? collate(a, b) : a - b);

  for (const choice of choices) {
    const name = choice.dataset.filter;
    const values = [...new Set(rows.map((row) => row.dataset[name]))].filter((value) => value !== '').sort(compare);
    for (const value of values) choice.append(new Option(value, value));
    const unused = values.length < 2;
    choice.parentElement.hidden = unused;
  }

  function filter() {
    const words = text.value.toLowerCase().split(/\\s+/).filter((word) => word !== '');
    const wanted = choices.filter((choice) => choice.value !== '');
    let shown = 0;
    for (const row of rows) {
      const place = row.closest('.person');
      const all = (row.textContent + ' ' + (place ? place.firstChild.textContent : '')).toLowerCase();
      const fits = words.every((word) => all.includes(word))
        && wanted.every((choice) => row.dataset[choice.dataset.filter] === choice.value);
      row.hidden = !fits;
      if (fits) shown += 1;
    }
    for (const group of document.querySelectorAll('.person, main > section:not(.summary)')) {
      const own = [...group.querySelectorAll('[data-status]')];
      if (own.length === 0) continue;
      const left = own.filter((row) => !row.hidden).length;
      group.classList.toggle('nothing', left === 0);
      const count = group.querySelector('.count');
      count.dataset.all ??= count.textContent;
      count.textContent = left === own.length ? count.dataset.all : left + ' of ' + count.dataset.all;
    }
    const filtered = words.length > 0 || wanted.length > 0;
    said.textContent = filtered ? shown + ' of ' + rows.length + ' rows fit' : '';
  }

  form.addEventListener('input', filter);
  form.addEventListener('reset', () => setTimeout(filter));
  form.addEventListener('submit', (event) => event.preventDefault());
  form.hidden = false;
  filter();

  for (const head of document.querySelectorAll('th[data-sort]')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.ariaLabel = 'Sort by ' + head.textContent;
    // The words stay outside: browsers repeat them on every printed page, and no button.
    head.append(button);
    button.addEventListener('click', () => {
      const down = head.getAttribute('aria-sort') === 'ascending';
      for (const other of head.parentElement.children) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      const body = head.closest('table').tBodies[0];
      const place = head.cellIndex;
      const key = (row) => row.cells[place].dataset.key ?? '';
      const sorted = [...body.rows].sort((a, b) => compare(key(a), key(b)) * (down ? -1 : 1));
      body.append(...sorted);
    });
  }
})();
`;
