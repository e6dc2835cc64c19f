import test from 'ava';
import type { Command } from '../../../src/tui/keys/commands.js';
import type { Metrics } from '../../../src/tui/state/metrics.js';
import { reduce } from '../../../src/tui/state/reducer.js';
import { eachList, initialState, type ListState, type TuiState } from '../../../src/tui/state/state.js';

const size = { key: 'size', descendingFirst: true };
const name = { key: 'name', descendingFirst: false };
const metrics: Metrics = {
  ids: Array.from({ length: 100 }, (_, n) => `id${n}`),
  listRows: 10,
  detailLines: 30,
  detailRows: 8,
  pageLines: 50,
  pageRows: 20,
  sortKeys: [size, name],
};

function start(): TuiState {
  return {
    ...initialState(eachList(() => size)),
    screen: 'images',
  };
}

function after(state: TuiState, ...commands: readonly Command[]): TuiState {
  return commands.reduce((s, command) => reduce(s, { type: 'command', command }, metrics), state);
}

function images(...commands: readonly Command[]): ListState {
  return after(start(), ...commands).lists.images;
}

test('the cursor moves by rows and pages and stays within the list', (t) => {
  t.is(images('down', 'down', 'up').cursor, 1);
  t.is(images('up').cursor, 0);
  t.is(images('page-down').cursor, 9);
  t.is(images('page-down', 'page-up').cursor, 0);
  t.is(images('bottom', 'down').cursor, 99);
  t.is(images('bottom', 'top').cursor, 0);
});

test('the window follows the cursor', (t) => {
  t.is(images('bottom').offset, 90);
  t.is(images('bottom', 'up').offset, 90);
  t.is(images(...Array.from<Command>({ length: 10 }).fill('down')).offset, 1);
});

test('enter opens the detail, then gives it the screen; back goes the same way', (t) => {
  t.is(images('open').detail, 'open');
  t.is(images('open', 'open').detail, 'full');
  t.is(images('open', 'open', 'back').detail, 'open');
  t.is(images('open', 'back').detail, 'closed');
});

test('a detail that has the screen is scrolled, and the cursor stays', (t) => {
  const list = images('down', 'open', 'open', 'down', 'down');
  t.is(list.detailOffset, 2);
  t.is(list.cursor, 1);
  t.is(images('open', 'open', 'bottom', 'down').detailOffset, 22);
});

test('a detail is at its top again once it was left, however that was', (t) => {
  for (const leave of ['back', 'filter', 'sort', 'reverse'] as const) {
    t.is(images('open', 'open', 'bottom', leave).detailOffset, 0, leave);
  }
  t.is(images('open', 'open', 'filter').detail, 'open');
});

test('sort goes round the orders, each in its own direction, from the top', (t) => {
  const list = images('bottom', 'sort');
  t.deepEqual([list.sortKey, list.descending, list.cursor, list.selectedId], ['name', false, 0, null]);
  t.is(images('sort', 'sort').sortKey, 'size');
  t.is(images('reverse').descending, false);
});

test('typing filters while it goes on; enter keeps the filter, escape removes it', (t) => {
  const typed = ['n', 'q'].reduce(
    (state, text) => reduce(state, { type: 'text', text }, metrics),
    after(start(), 'bottom', 'filter'),
  );
  t.is(typed.lists.images.filter, 'nq');
  t.is(typed.lists.images.cursor, 0);
  t.deepEqual(
    [after(typed, 'filter-accept').mode, after(typed, 'filter-accept').lists.images.filter],
    ['normal', 'nq'],
  );
  t.is(after(typed, 'filter-discard').lists.images.filter, '');
  t.is(after(typed, 'filter-erase').lists.images.filter, 'n');
  t.is(after(typed, 'filter-accept', 'back').lists.images.filter, '');
});

test('text outside the filter does nothing', (t) => {
  const state = start();
  t.is(reduce(state, { type: 'text', text: 'x' }, metrics), state);
});

test('erasing takes a whole character, also one of two code units', (t) => {
  const typed = reduce(after(start(), 'filter'), { type: 'text', text: '😀' }, metrics);
  t.is(after(typed, 'filter-erase').lists.images.filter, '');
});

test('views go round, and each list keeps its place', (t) => {
  t.is(after(start(), 'next-view').screen, 'layers');
  t.is(after(start(), 'previous-view', 'previous-view').screen, 'processes');
  t.is(after(start(), 'view-leftovers').screen, 'leftovers');
  const back = after(start(), 'down', 'view-overview', 'view-images');
  t.is(back.lists.images.cursor, 1);
  t.is(back.lists.layers.cursor, 0);
});

test('the help scrolls on its own and closes', (t) => {
  const help = after(start(), 'help', 'bottom');
  t.deepEqual([help.mode, help.helpOffset, help.lists.images.cursor], ['help', 30, 0]);
  t.is(after(help, 'help-close').mode, 'normal');
});

test('the overview scrolls no further than its end and has no filter', (t) => {
  const overview = after(start(), 'view-overview', 'bottom', 'down');
  t.is(overview.overviewOffset, 30);
  t.is(after(overview, 'filter').mode, 'normal');
});
