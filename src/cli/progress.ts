import type { Inventory } from '../model/inventory.js';
import { formatBytes, formatCount } from '../report/text/bytes.js';
import { cleanText } from '../report/text/clean-text.js';
import { scanProgress } from './scan-progress.js';

const CLEAR_LINE = '\r\u001b[K';

/** One line on standard error that says how far the scan is; nothing where that is no terminal. */
export class ProgressLine {
  #shown = false;

  update(soFar: Inventory): void {
    if (!process.stderr.isTTY) return;
    if (soFar.scope === 'live') {
      this.#show(liveProgress(soFar));
      return;
    }
    const { path, roots, inodes, allocatedBytes } = scanProgress(soFar);
    if (path === null) return;
    const size = formatBytes(allocatedBytes, { iec: false });
    const all = roots === 1 ? '' : ` of ${roots} roots`;
    this.#show(`scanning ${cleanText(path)}${all}: ${formatCount(inodes)} entries, ${size} so far …`);
  }

  #show(line: string): void {
    process.stderr.write(`${CLEAR_LINE}${line.slice(0, process.stderr.columns - 1)}`);
    this.#shown = true;
  }

  clear(): void {
    if (this.#shown) process.stderr.write(CLEAR_LINE);
    this.#shown = false;
  }
}

/** What is waited for where no disk is scanned. */
function liveProgress({ processes, controlGroups }: Inventory): string {
  if (controlGroups !== null) return 'control groups are read a second time, for rates …';
  return processes === null ? 'reading processes …' : 'asking the engine …';
}
