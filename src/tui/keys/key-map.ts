import type { TuiState } from '../state/state.js';
import type { Command } from './commands.js';

type Mode = TuiState['mode'];
export type Group = 'Move' | 'Views' | 'Lists' | 'Filter' | 'Scan' | 'General';

/** One line of the help: a command, the keys that give it, and where they do. */
export interface Binding {
  readonly command: Command;
  /** Names as `keysOf` gives them; a printable character names itself. */
  readonly keys: readonly string[];
  readonly modes: readonly Mode[];
  readonly group: Group;
  readonly help: string;
  /** Short text for the footer; commands without one are only in the help. */
  readonly hint?: string;
  /** Hints that are shown on lists only. */
  readonly listsOnly?: boolean;
}

const NORMAL: readonly Mode[] = ['normal'];
const FILTER: readonly Mode[] = ['filter'];
const HELP: readonly Mode[] = ['help'];
const SCROLLING: readonly Mode[] = ['normal', 'help'];
const EVERYWHERE: readonly Mode[] = ['normal', 'filter', 'help'];

/** The only key map: input, help and footer read it. Footer hints keep this order; the first ones survive. */
export const KEY_MAP: readonly Binding[] = [
  { command: 'quit', keys: ['q'], modes: NORMAL, group: 'General', help: 'Quit', hint: 'quit' },
  { command: 'help', keys: ['?'], modes: NORMAL, group: 'General', help: 'This help', hint: 'help' },
  {
    command: 'help-close',
    keys: ['escape', 'q', '?', 'h'],
    modes: HELP,
    group: 'General',
    help: 'Close the help',
    hint: 'close',
  },
  {
    command: 'interrupt',
    keys: ['ctrl+c'],
    modes: EVERYWHERE,
    group: 'General',
    help: 'Interrupt (exit code 130)',
  },

  {
    command: 'open',
    keys: ['enter', 'l', 'right'],
    modes: NORMAL,
    group: 'Lists',
    help: 'Details; again: details alone',
    hint: 'details',
    listsOnly: true,
  },
  {
    command: 'back',
    keys: ['escape', 'h', 'left', 'backspace'],
    modes: NORMAL,
    group: 'Lists',
    help: 'Out of the details, out of the filter',
    hint: 'back',
    listsOnly: true,
  },
  {
    command: 'filter',
    keys: ['/'],
    modes: NORMAL,
    group: 'Lists',
    help: 'Filter',
    hint: 'filter',
    listsOnly: true,
  },
  {
    command: 'sort',
    keys: ['s'],
    modes: NORMAL,
    group: 'Lists',
    help: 'Next sort order',
    hint: 'sort',
    listsOnly: true,
  },
  {
    command: 'reverse',
    keys: ['S'],
    modes: NORMAL,
    group: 'Lists',
    help: 'Reverse the order',
    hint: 'reverse',
    listsOnly: true,
  },

  {
    command: 'next-view',
    keys: ['tab'],
    modes: NORMAL,
    group: 'Views',
    help: 'Next view',
    hint: 'next view',
  },
  { command: 'previous-view', keys: ['shift+tab'], modes: NORMAL, group: 'Views', help: 'Previous view' },
  { command: 'view-overview', keys: ['1'], modes: NORMAL, group: 'Views', help: 'Overview' },
  { command: 'view-images', keys: ['2'], modes: NORMAL, group: 'Views', help: 'Images' },
  { command: 'view-layers', keys: ['3'], modes: NORMAL, group: 'Views', help: 'Layers' },
  { command: 'view-containers', keys: ['4'], modes: NORMAL, group: 'Views', help: 'Containers' },
  { command: 'view-volumes', keys: ['5'], modes: NORMAL, group: 'Views', help: 'Volumes' },
  { command: 'view-cache', keys: ['6'], modes: NORMAL, group: 'Views', help: 'Build cache' },
  { command: 'view-leftovers', keys: ['7'], modes: NORMAL, group: 'Views', help: 'Leftovers' },
  { command: 'view-networks', keys: ['8'], modes: NORMAL, group: 'Views', help: 'Networks' },
  { command: 'view-logs', keys: ['9'], modes: NORMAL, group: 'Views', help: 'Container logs' },
  { command: 'view-processes', keys: ['0'], modes: NORMAL, group: 'Views', help: 'Processes' },

  {
    command: 'refresh',
    keys: ['r'],
    modes: NORMAL,
    group: 'Scan',
    help: 'Collect and measure again',
    hint: 'refresh',
  },
  {
    command: 'cancel',
    keys: ['c'],
    modes: NORMAL,
    group: 'Scan',
    help: 'Stop the running scan',
    hint: 'cancel scan',
  },

  { command: 'down', keys: ['j', 'down'], modes: SCROLLING, group: 'Move', help: 'Down' },
  { command: 'up', keys: ['k', 'up'], modes: SCROLLING, group: 'Move', help: 'Up' },
  {
    command: 'page-down',
    keys: ['pagedown', ' ', 'ctrl+f'],
    modes: SCROLLING,
    group: 'Move',
    help: 'One page down',
  },
  { command: 'page-up', keys: ['pageup', 'ctrl+b'], modes: SCROLLING, group: 'Move', help: 'One page up' },
  { command: 'top', keys: ['g', 'home'], modes: SCROLLING, group: 'Move', help: 'To the top' },
  { command: 'bottom', keys: ['G', 'end'], modes: SCROLLING, group: 'Move', help: 'To the end' },

  {
    command: 'filter-accept',
    keys: ['enter'],
    modes: FILTER,
    group: 'Filter',
    help: 'Keep the filter',
    hint: 'keep',
  },
  {
    command: 'filter-discard',
    keys: ['escape'],
    modes: FILTER,
    group: 'Filter',
    help: 'Remove the filter',
    hint: 'remove',
  },
  { command: 'filter-erase', keys: ['backspace'], modes: FILTER, group: 'Filter', help: 'Erase a character' },
  {
    command: 'filter-clear',
    keys: ['ctrl+u'],
    modes: FILTER,
    group: 'Filter',
    help: 'Empty the filter',
    hint: 'empty',
  },
  { command: 'down', keys: ['down'], modes: FILTER, group: 'Filter', help: 'Down in the list' },
  { command: 'up', keys: ['up'], modes: FILTER, group: 'Filter', help: 'Up in the list' },
];

/** What a key does in a mode; `null` when nothing. */
export function commandFor(key: string, mode: Mode): Command | null {
  return (
    KEY_MAP.find((binding) => binding.modes.includes(mode) && binding.keys.includes(key))?.command ?? null
  );
}
