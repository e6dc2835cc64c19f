import type { RootReport } from '../types.js';
import { type ByteStyle, formatCount } from './bytes.js';
import { cleanText } from './clean-text.js';
import { bytesFigure, certaintyOf, markOf } from './figure.js';
import { HIDDEN } from './hidden.js';

function counted(count: number, one: string): string {
  return `${formatCount(count)} ${one}${count === 1 ? '' : 's'}`;
}

/** The image stores of a root, one line each, where there are several or the engine does not show one. */
export function storeLines(root: RootReport, style: ByteStyle): string[] {
  const { stores } = root;
  if (stores.length < 2 && stores.every(({ hidden }) => hidden === null)) return [];
  const mark = markOf(root, certaintyOf([root]));
  return stores.map((store) => {
    const { imageStore, storageDriver, images, layers, containers, allocatedBytes, hidden } = store;
    const name = imageStore === 'containerd' ? `containerd’s image store (${storageDriver})` : storageDriver;
    const what = [
      counted(images, 'image'),
      counted(layers, imageStore === 'containerd' ? 'snapshot' : 'layer'),
      counted(containers, 'container'),
      bytesFigure(allocatedBytes, mark, style),
    ].join(', ');
    return cleanText(`${name}: ${what}${hidden === null ? '' : ` ${HIDDEN} hidden: ${hidden}`}`);
  });
}
