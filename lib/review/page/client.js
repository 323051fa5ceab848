// @ts-check
/* In the page: two boxes are pointed at, and the ways between them are told; a rule is pointed at, and what depends on it is told. */
(() => {
  'use strict';

  /** @param {string} id */
  const data = (id) => JSON.parse(document.getElementById(id)?.textContent ?? 'null');
  const { places, pairs, arrows, names } = data('ways');
  const picture = document.querySelector('.picture');
  const told = document.getElementById('told');
  const depending = document.getElementById('depending');
  const [from, to] = ['from', 'to'].map((id) => document.getElementById(id));
  const boxes = [...document.querySelectorAll('.box')];
  const lines = [...document.querySelectorAll('.line[data-from]')];
  /** Ids of boxes, in the order in which they were pointed at. */
  let chosen = [];

  function make(name, className, ...content) {
    const made = document.createElement(name);
    if (className !== '') made.className = className;
    made.append(...content);
    return made;
  }

  const nameOf = (id) => names[id] ?? id;
  const placeOf = (id) => places.findIndex((each) => each.id === id);

  function hopOf(hop) {
    const { at, gate, outcome, says, rule, source } = hop;
    const what = make('span', outcome === 'passed' ? '' : outcome, `${gate} ${at}`);
    const words = make('span', 'said', ` ${says}${source === null ? '' : ` (${source})`}`);
    const item = make('li', '', what, words);
    if (rule !== null) mark(item, keyOf(rule));
    return item;
  }

  function keyOf(rule) {
    return `${rule.logicalId ?? ''} ${rule.says}`;
  }

  function mark(node, key) {
    node.classList.add('rule');
    node.dataset.rule = key;
    node.tabIndex = 0;
  }

  const words = {
    yes: 'gets through',
    partial: 'partly gets through',
    no: 'is blocked',
    depends: 'depends on what the template does not say',
  };

  function answerOf(answer) {
    const { flow, verdict, reason, legs } = answer;
    const head = make('h3', '', `${flow} ${words[verdict]}${reason === null ? '' : `: ${reason}`}`);
    const lists = legs.flatMap((leg) => [
      ...(legs.length > 1 ? [make('p', 'said', `${leg.from} → ${leg.to}`)] : []),
      make('ol', '', ...leg.hops.map(hopOf)),
    ]);
    return make('div', `answer ${verdict}`, head, ...lists);
  }

  function arrowsOf(ids) {
    return arrows.filter((arrow) => {
      const ends = [arrow.from, arrow.to];
      return ids.every((id) => ends.includes(id));
    });
  }

  function arrowWords(arrow) {
    const sign = arrow.isMutual ? '⇄' : '→';
    const says = arrow.says.length === 0 ? arrow.kind : arrow.says.join(', ');
    return make('li', '', `${nameOf(arrow.from)} ${sign} ${nameOf(arrow.to)}: ${says}`);
  }

  function listed(ids) {
    const found = arrowsOf(ids);
    if (found.length === 0) return make('p', '', 'No arrow of the picture.');
    return make('ul', '', ...found.map(arrowWords));
  }

  function between(one, other) {
    const pair = pairs.find((each) => each.from === placeOf(one) && each.to === placeOf(other));
    const head = make('h3', '', `${nameOf(one)} → ${nameOf(other)}`);
    if (pair === undefined) return [head, listed([one, other])];
    return [head, ...pair.answers.map(answerOf)];
  }

  function show() {
    const [one, other] = chosen;
    const isPair = other !== undefined;
    const nodes = !isPair
      ? one === undefined
        ? []
        : [make('h3', '', nameOf(one)), listed([one])]
      : between(one, other);
    told?.replaceChildren(...nodes);
    lightChosen();
    for (const box of boxes) {
      const isChosen = chosen.includes(box.dataset.id);
      box.classList.toggle('is-chosen', isChosen);
      box.setAttribute('aria-pressed', String(isChosen));
    }
    if (from !== null && to !== null) {
      from.value = one !== undefined && placeOf(one) >= 0 ? String(placeOf(one)) : '';
      to.value = isPair && placeOf(other) >= 0 ? String(placeOf(other)) : '';
    }
  }

  function lightChosen() {
    light(
      (id) => chosen.includes(id),
      (start, end) => chosen.length > 0 && chosen.every((id) => id === start || id === end),
      chosen.length > 0,
    );
  }

  /** Everything else is dimmed; what an arrow that is lit touches is not. */
  function light(isBoxOn, isLineOn, isDimmed) {
    const touched = new Set();
    for (const line of lines) {
      const { from: start, to: end } = line.dataset;
      const isOn = isLineOn(start, end);
      line.classList.toggle('is-on', isOn);
      if (isOn) touched.add(start).add(end);
    }
    for (const box of boxes)
      box.classList.toggle('is-on', isBoxOn(box.dataset.id) || touched.has(box.dataset.id));
    picture?.classList.toggle('is-dimmed', isDimmed);
  }

  function choose(id) {
    chosen = chosen.length === 1 && chosen[0] !== id ? [...chosen, id] : [id];
    show();
  }

  function clear() {
    chosen = [];
    show();
  }

  /** Every way in which the rule lets something pass, or stops it. */
  function dependants(key) {
    return pairs.flatMap((pair) =>
      pair.answers
        .filter((answer) => answer.legs.some(({ hops }) => hops.some((hop) => uses(hop, key))))
        .map((answer) => ({ pair, answer })),
    );
  }

  function uses({ rule }, key) {
    return rule !== null && keyOf(rule) === key;
  }

  function pointAt(key) {
    for (const node of document.querySelectorAll('.rule'))
      node.classList.toggle('is-on', node.dataset.rule === key);
    const found = dependants(key);
    const text = found.map(({ pair, answer }) => {
      const word = answer.verdict === 'no' ? 'blocked' : 'open';
      return `${places[pair.from].name} → ${places[pair.to].name} ${answer.flow} (${word})`;
    });
    if (depending !== null)
      depending.textContent =
        text.length === 0
          ? 'Nothing in these ways depends on this rule.'
          : `On this rule depend: ${text.join('; ')}.`;
    const ends = new Set(found.map(({ pair }) => `${places[pair.from].id} ${places[pair.to].id}`));
    light(
      () => false,
      (start, end) => ends.has(`${start} ${end}`),
      found.length > 0,
    );
  }

  function leave() {
    for (const node of document.querySelectorAll('.rule.is-on')) node.classList.remove('is-on');
    if (depending !== null) depending.textContent = '';
    lightChosen();
  }

  for (const box of boxes) {
    box.addEventListener('click', () => choose(box.dataset.id));
    box.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      choose(box.dataset.id);
    });
  }
  for (const select of [from, to])
    select?.addEventListener('change', () => {
      const ids = [from, to].map(({ value }) => (value === '' ? undefined : places[value].id));
      chosen = ids.filter((id) => id !== undefined);
      show();
    });
  document.getElementById('clear')?.addEventListener('click', clear);
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') clear();
  });
  for (const [enter, quit] of [
    ['mouseover', 'mouseout'],
    ['focusin', 'focusout'],
  ]) {
    document.addEventListener(enter, (event) => {
      const node = event.target instanceof Element ? event.target.closest('.rule') : null;
      if (node !== null) pointAt(node.dataset.rule);
    });
    document.addEventListener(quit, (event) => {
      if (event.target instanceof Element && event.target.closest('.rule') !== null) leave();
    });
  }
})();
