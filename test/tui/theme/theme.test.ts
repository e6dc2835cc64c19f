import test from 'ava';
import { CATEGORIES } from '../../../src/model/category.js';
import { detectColorDepth } from '../../../src/tui/theme/color-depth.js';
import { CATEGORY_COLORS } from '../../../src/tui/theme/palette.js';
import { createTheme } from '../../../src/tui/theme/theme.js';

const bits = (depth: number) => ({ getColorDepth: () => depth });

test('NO_COLOR turns colors off on every terminal, unless it is empty', (t) => {
  t.is(detectColorDepth(bits(24), { NO_COLOR: '1' }), 'none');
  t.is(detectColorDepth(bits(24), { NO_COLOR: '' }), 'true');
  t.is(detectColorDepth({}, {}), 'none');
  t.deepEqual(
    [1, 4, 8, 24].map((depth) => detectColorDepth(bits(depth), {})),
    ['none', 'basic', '256', 'true'],
  );
});

test('without colors no SGR code sets one', (t) => {
  const theme = createTheme('none');
  for (const category of CATEGORIES) t.is(theme.category(category)('x'), 'x');
  t.is(theme.bad('x'), 'x');
  t.is(theme.bold('x'), '\u001B[1mx\u001B[22m');
});

test('each kind of terminal gets its own codes', (t) => {
  t.is(createTheme('true').accent('x'), '\u001B[38;2;86;180;233mx\u001B[39m');
  t.is(createTheme('256').accent('x'), '\u001B[38;5;74mx\u001B[39m');
  t.is(createTheme('basic').accent('x'), '\u001B[96mx\u001B[39m');
});

test('every category has a color of its own', (t) => {
  const colors = CATEGORIES.map((category) => CATEGORY_COLORS[category].rgb.join());
  t.is(new Set(colors).size, CATEGORIES.length);
});
