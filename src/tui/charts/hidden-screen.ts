import { PassThrough } from 'node:stream';
import type { Widgets } from 'blessed';

/** A blessed screen that no terminal sees. */
export interface HiddenScreen {
  /**
   * A widget drawn alone at the top left: the first `rows` lines, with SGR codes of 256 colors. The widget must be
   * made with the screen it gets: blessed looks for one later, and throws where nobody can catch it.
   */
  draw(create: (screen: Widgets.Screen) => Widgets.BlessedElement, rows: number): string[];
}

const COLUMNS = 100;
const ROWS = 30;

/**
 * Opens the hidden screen. blessed's first screen would install handlers that turn SIGTERM and SIGINT into exit
 * code 0 (`Screen.bind` in its lib/widgets/screen.js); pretending that they are there already keeps them out.
 */
export async function openHiddenScreen(): Promise<HiddenScreen> {
  const { default: blessed } = await import('blessed');
  // Its types leave the class out.
  const screenClass: unknown = Reflect.get(blessed, 'Screen');
  if (typeof screenClass !== 'function') throw new Error('blessed has no Screen');
  Object.assign(screenClass, { _bound: true });
  const output = Object.assign(new PassThrough(), { columns: COLUMNS, rows: ROWS });
  output.resume();
  const screen = blessed.screen({ input: new PassThrough(), output, terminal: 'xterm-256color' });
  return {
    draw(create, rows) {
      const widget = create(screen);
      screen.append(widget);
      try {
        screen.render();
        return screen.screenshot(0, COLUMNS, 0, rows).split('\n').slice(0, rows);
      } finally {
        widget.destroy();
      }
    },
  };
}
