import type { Inventory } from '../model/inventory.js';
import { formatBytes, formatCount } from '../report/text/bytes.js';
import { cleanText } from '../report/text/clean-text.js';

const CLEAR_LINE = '\r\u001b[K';

/** One line on standard error that says how far the scan is; nothing where that is no terminal. */
export class ProgressLine {
  #shown = false;

  update(soFar: Inventory): void {
    const root = soFar.roots[0];
    if (!process.stderr.isTTY || root === undefined) return;
    const total = root.walk?.total ?? { inodes: 0, allocatedBytes: 0 };
    const size = formatBytes(total.allocatedBytes, { iec: false });
    const line = `scanning ${cleanText(root.path)}: ${formatCount(total.inodes)} entries, ${size} so far …`;
    process.stderr.write(`${CLEAR_LINE}${line.slice(0, process.stderr.columns - 1)}`);
    this.#shown = true;
  }

  clear(): void {
    if (this.#shown) process.stderr.write(CLEAR_LINE);
    this.#shown = false;
  }
}
