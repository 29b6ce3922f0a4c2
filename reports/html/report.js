'use strict';
// Whatever comes from the recording is foreign: it becomes text, never markup.
(() => {
  const id = (name) => document.getElementById(name);
  const recording = JSON.parse(id('recording').textContent);
  const rules = [...document.querySelectorAll('.rule')].map((item) => ({
    item,
    details: item.firstElementChild,
    key: item.closest('.group').dataset.key,
    level: item.dataset.level,
    chapter: item.dataset.chapter,
    text: item.textContent.toLowerCase(),
  }));
  const groups = [...document.querySelectorAll('.group')];
  const chips = [...document.querySelectorAll('.chip')];

  function make(tag, className, ...content) {
    const element = document.createElement(tag);
    element.className = className;
    element.append(...content);
    return element;
  }

  // Filters.

  function apply() {
    const keys = chips.filter((chip) => chip.ariaPressed === 'true').map((chip) => chip.dataset.key);
    const words = id('text').value.toLowerCase().split(/\s+/);
    const level = id('level').value;
    const chapter = id('chapter').value;
    let shown = 0;
    for (const rule of rules) {
      const fits = (keys.length === 0 || keys.includes(rule.key)) && (!level || level === rule.level) &&
        (!chapter || chapter === rule.chapter) && words.every((word) => rule.text.includes(word));
      rule.item.hidden = !fits;
      shown += fits;
    }
    for (const group of groups) {
      const count = group.querySelectorAll('.rule:not([hidden])').length;
      group.hidden = count === 0;
      group.querySelector('.count').textContent = count;
    }
    id('shown').textContent = shown === rules.length ? `${shown} rules` : `${shown} of ${rules.length} rules`;
    id('none').hidden = shown > 0 || rules.length === 0;
  }

  function clear() {
    chips.forEach((chip) => { chip.ariaPressed = 'false'; });
    for (const field of ['text', 'level', 'chapter']) id(field).value = '';
    apply();
  }

  // Keyboard: from rule to rule.

  let current = -1;

  function go(i) {
    current = i;
    rules[i].details.firstElementChild.focus();
  }

  function move(step) {
    const here = rules.findIndex((rule) => rule.item.contains(document.activeElement));
    if (here >= 0) current = here;
    for (let i = current + step; i >= 0 && i < rules.length; i += step) {
      if (!rules[i].item.hidden) return go(i);
    }
  }

  function pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches('select')) return;
    const field = event.target.closest('input:not([type=checkbox])');
    const onRule = event.target.matches('.rule > details > summary');
    const letters = id('letters').checked && !field;
    const key = event.key;
    if (key === '/' && letters) id('text').focus();
    else if (key === 'j' && letters || key === 'ArrowDown' && onRule) move(1);
    else if (key === 'k' && letters || key === 'ArrowUp' && onRule) move(-1);
    else if (field && (key === 'ArrowDown' || key === 'Enter')) { current = -1; move(1); }
    else if (key === 'Escape') clear();
    else return;
    event.preventDefault();
  }

  // Exchanges: a row for each, filled when it is opened.

  function message(name, side) {
    const box = make('section', 'message', make('h3', '', name), make('p', 'line', side.line));
    if (side.header) box.append(make('pre', 'header', side.header));
    if (side.about) box.append(make('p', 'about', `body: ${side.about}`));
    if (side.body >= 0) {
      const body = make('pre', 'content', recording.bodies[side.body]);
      body.tabIndex = 0;
      body.setAttribute('role', 'region');
      body.setAttribute('aria-label', `body of the ${name.toLowerCase()}`);
      box.append(body);
    }
    return box;
  }

  function curl(line) {
    const button = make('button', 'copy', 'Copy');
    button.type = 'button';
    button.setAttribute('aria-label', 'Copy the curl line');
    return make('div', 'curl', make('code', '', line), button);
  }

  function row(number) {
    const x = recording.exchanges[number - 1];
    const details = make('details', 'exchange', make('summary', '',
      make('span', 'number', `${number}`), ' ', make('bdi', 'request', x.request), ' ',
      make('span', 'answer', `→ ${x.got}`), ' ', make('bdi', 'place', x.place)));
    details.dataset.number = number;
    details.addEventListener('toggle', () => {
      const inside = make('div', 'inside', make('p', 'about', x.time));
      for (const note of x.notes) inside.append(make('p', 'text remark', note));
      inside.append(message('Request', x.sent));
      if (x.received) inside.append(message('Response', x.received));
      if (x.curl) inside.append(curl(x.curl));
      details.append(inside);
    }, { once: true });
    return details;
  }

  function expand(ranges) {
    return ranges.split(' ').filter(Boolean).flatMap((range) => {
      const [first, last = first] = range.split('-').map(Number);
      return Array.from({ length: last - first + 1 }, (_, i) => first + i);
    });
  }

  function fill(box) {
    if (!box || box.dataset.filled) return;
    box.dataset.filled = 'yes';
    const numbers = expand(`${box.dataset.cited} ${box.dataset.others}`);
    const more = make('button', 'more');
    more.type = 'button';
    const add = (count) => {
      more.before(...numbers.splice(0, count).map(row));
      more.textContent = `Show more exchanges (${numbers.length})`;
      if (numbers.length === 0) more.remove();
    };
    const count = numbers.length;
    box.replaceChildren(make('p', 'numbers', count === 1 ? '1 exchange' : `${count} exchanges`), more);
    add(10);
    more.addEventListener('click', () => add(100));
  }

  function jump(button) {
    const box = button.closest('.inside').querySelector('.exchanges');
    const find = () => box.querySelector(`[data-number="${button.dataset.exchange}"]`);
    for (let more; !find() && (more = box.querySelector('.more'));) more.click();
    find().open = true;
    find().firstElementChild.focus();
  }

  async function copy(button) {
    const code = button.previousElementSibling;
    try {
      await navigator.clipboard.writeText(code.textContent);
    } catch {
      getSelection().selectAllChildren(code);
      document.execCommand('copy');
    }
    button.textContent = 'Copied';
    id('shown').textContent = 'The curl line is copied';
  }

  // A link to a rule shows it, filtered out or not.
  function reveal() {
    const i = rules.findIndex((rule) => rule.details.id === location.hash.slice(1));
    if (i < 0) return;
    if (rules[i].item.hidden) clear();
    rules[i].details.open = true;
    go(i);
  }

  document.addEventListener('toggle', (event) => {
    if (event.target.open && !event.target.matches('.exchange')) fill(event.target.querySelector('.exchanges'));
  }, true);
  document.addEventListener('click', (event) => {
    const button = event.target.closest('button');
    if (!button) return;
    if (button.matches('.chip')) {
      button.ariaPressed = button.ariaPressed === 'true' ? 'false' : 'true';
      apply();
    } else if (button.matches('.copy')) copy(button);
    else if (button.matches('.jump')) jump(button);
  });
  document.addEventListener('keydown', pressed);
  id('clear').addEventListener('click', clear);
  for (const field of ['text', 'level', 'chapter']) id(field).addEventListener('input', apply);
  addEventListener('hashchange', reveal);
  document.querySelectorAll('details[open] > .inside > .exchanges').forEach(fill);
  document.querySelector('.filters').hidden = false;
  apply();
  reveal();
})();
